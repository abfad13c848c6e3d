package io.tollgate.chat.route;

/**
 * One thing that is wrong with the routes file.
 *
 * @param path the keys that lead to it, e.g. {@code models."gpt-4.1".targets[0].provider}; empty for the file itself
 * @param line counted from 1
 * @param column counted from 1
 * @param message what is wrong and what to do; never the value of a variable or a secret
 */
public record RoutesProblem(String path, int line, int column, String message) {

    @Override
    public String toString() {
        String where = path.isEmpty() ? "" : path + " ";
        return where + "(line " + line + ", column " + column + "): " + message;
    }
}
