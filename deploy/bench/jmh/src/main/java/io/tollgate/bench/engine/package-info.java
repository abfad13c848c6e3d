/** What the moderation engine costs. */
@NullMarked
package io.tollgate.bench.engine;

import org.jspecify.annotations.NullMarked;
