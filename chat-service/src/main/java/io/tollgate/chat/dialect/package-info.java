/**
 * Translation between OpenAI's chat dialect and the dialects of providers and clients. Pure: bytes in, bytes out, no I/O. One
 * translator per pair of dialects, named for the pair, created for each call.
 */
@NullMarked
package io.tollgate.chat.dialect;

import org.jspecify.annotations.NullMarked;
