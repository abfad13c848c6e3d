/** What is done about texts, by project: policies, kept on their compacted topic. */
@NullMarked
package io.tollgate.moderation.policy;

import org.jspecify.annotations.NullMarked;
