/** Usage and costs from the hourly roll-up, in OpenAI's shapes. */
@NullMarked
package io.tollgate.billing.report;

import org.jspecify.annotations.NullMarked;
