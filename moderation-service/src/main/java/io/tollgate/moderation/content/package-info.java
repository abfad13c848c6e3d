/** The keys that organizations' content is sealed with. */
@NullMarked
package io.tollgate.moderation.content;

import org.jspecify.annotations.NullMarked;
