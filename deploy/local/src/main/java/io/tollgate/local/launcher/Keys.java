package io.tollgate.local.launcher;

/**
 * The keys that open the suite.
 *
 * @param admin for {@code /v1/organization/*}
 * @param demo of the default project, for {@code /v1/chat/completions} and the like
 */
record Keys(String admin, String demo) {
    @Override
    public String toString() {
        return "Keys[not shown]";
    }
}
