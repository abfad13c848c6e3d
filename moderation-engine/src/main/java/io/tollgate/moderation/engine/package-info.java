/** The text guard. {@link io.tollgate.moderation.engine.ModerationEngine} is its only entrance. */
@NullMarked
package io.tollgate.moderation.engine;

import org.jspecify.annotations.NullMarked;
