/** What a policy makes of findings: which action follows, and what of a text is masked. */
@NullMarked
package io.tollgate.moderation.engine.policy;

import org.jspecify.annotations.NullMarked;
