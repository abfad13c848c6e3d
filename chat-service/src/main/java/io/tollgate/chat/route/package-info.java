/** Where calls go: providers, models and the file that names them. */
@NullMarked
package io.tollgate.chat.route;

import org.jspecify.annotations.NullMarked;
