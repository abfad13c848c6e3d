/** Alerts about money, and their way to whoever wants to know: the topic, signed webhooks, e-mail. */
@NullMarked
package io.tollgate.billing.alert;

import org.jspecify.annotations.NullMarked;
