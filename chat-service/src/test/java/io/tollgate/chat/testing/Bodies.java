package io.tollgate.chat.testing;

/** Request bodies. */
public final class Bodies {

    private Bodies() {}

    public static String chat(String model) {
        return chat(model, "");
    }

    /** @param moreMembers starts with a comma, or is empty */
    public static String chat(String model, String moreMembers) {
        return saying(model, "Say hello to the world", moreMembers);
    }

    public static String saying(String model, String text, String moreMembers) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]"
                + moreMembers + "}";
    }

    /** @param controls members of the simulated provider's controls */
    public static String plain(String controls) {
        return chat("small", ",\"simulator\":{" + controls + "}");
    }

    /** @param controls members of the simulated provider's controls */
    public static String streamed(String controls) {
        return chat("small", ",\"stream\":true,\"simulator\":{" + controls + "}");
    }
}
