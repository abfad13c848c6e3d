package io.tollgate.contracts.budget;

/**
 * A pattern over model names: {@code *} stands for any characters, {@code ?} for one; everything else for itself. Matching
 * takes time in proportion to pattern times name at most, whatever the pattern.
 */
public final class ModelGlob {

    private ModelGlob() {}

    public static boolean matches(String glob, String name) {
        int at = 0;
        int inName = 0;
        int star = -1;
        int resume = 0;
        while (inName < name.length()) {
            if (at < glob.length() && glob.charAt(at) == '*') {
                star = at++;
                resume = inName;
            } else if (at < glob.length() && (glob.charAt(at) == '?' || glob.charAt(at) == name.charAt(inName))) {
                at++;
                inName++;
            } else if (star >= 0) {
                // The last star takes one character more.
                at = star + 1;
                inName = ++resume;
            } else {
                return false;
            }
        }
        while (at < glob.length() && glob.charAt(at) == '*') {
            at++;
        }
        return at == glob.length();
    }

    /** The same as a pattern for SQL's LIKE with the backslash as escape. */
    public static String toLike(String glob) {
        return glob.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%')
                .replace('?', '_');
    }
}
