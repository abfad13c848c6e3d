package io.tollgate.local.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * A call of one of the request's tools.
 *
 * @param name of the function
 * @param pieces its arguments, JSON, in the pieces that a stream has them in; each is one token
 */
record SimulatedToolCall(String id, String name, List<String> pieces) {
    private static final int PIECE_LENGTH = 6;

    SimulatedToolCall {
        pieces = List.copyOf(pieces);
    }

    /** @param count how many of the tools are called, from the first on and over again */
    static List<SimulatedToolCall> of(List<String> tools, int count) {
        List<SimulatedToolCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = tools.get(i % tools.size());
            String arguments = "{\"call\":" + i + ",\"of\":" + WireText.quoted(name) + "}";
            calls.add(new SimulatedToolCall("call_simulated_" + i, name, pieces(arguments)));
        }
        return calls;
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int start = 0; start < text.length(); start += PIECE_LENGTH) {
            pieces.add(text.substring(start, Math.min(text.length(), start + PIECE_LENGTH)));
        }
        return pieces;
    }

    String arguments() {
        return String.join("", pieces);
    }
}
