/** What chat-service asks moderation-service where its own guard is not sure: {@code POST /internal/judge}. */
@NullMarked
package io.tollgate.contracts.judge;

import org.jspecify.annotations.NullMarked;
