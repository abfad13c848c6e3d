/** Making usage durable: settlement, outbox, publication, and the sweeper for attempts whose process died. */
@NullMarked
package io.tollgate.chat.metering;

import org.jspecify.annotations.NullMarked;
