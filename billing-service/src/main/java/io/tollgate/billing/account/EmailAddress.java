package io.tollgate.billing.account;

import io.tollgate.billing.failure.JsonInput;
import java.util.regex.Pattern;

/** An e-mail address, as far as its form can tell. */
public final class EmailAddress {

    /** RFC 5321's bound. */
    public static final int LONGEST = 254;

    /** No spaces and no line ends: they would end a header. */
    private static final Pattern FORM = Pattern.compile("[^\\s@<>,;:\"\\p{Cntrl}]+@[^\\s@<>,;:\"\\p{Cntrl}]+");

    private EmailAddress() {}

    public static boolean isValid(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }

    static String read(JsonInput input, String field) {
        String email = input.text(field, LONGEST);
        if (!email.isEmpty() && !isValid(email)) {
            input.problem(field, "must be an e-mail address");
        }
        return email;
    }
}
