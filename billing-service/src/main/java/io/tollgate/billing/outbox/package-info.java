/** What transactions have to say to Kafka, and the relay that says it in order. */
@NullMarked
package io.tollgate.billing.outbox;

import org.jspecify.annotations.NullMarked;
