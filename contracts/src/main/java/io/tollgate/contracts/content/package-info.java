/** Texts sealed for one organization: whoever has its public key can seal them, only the holder of its private key can read them. */
@NullMarked
package io.tollgate.contracts.content;

import org.jspecify.annotations.NullMarked;
