/** Where a month's spend is heading, and which days stand out. */
@NullMarked
package io.tollgate.billing.forecast;

import org.jspecify.annotations.NullMarked;
