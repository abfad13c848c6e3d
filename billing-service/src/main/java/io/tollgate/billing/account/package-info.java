/** Organizations, projects, service accounts and keys. */
@NullMarked
package io.tollgate.billing.account;

import org.jspecify.annotations.NullMarked;
