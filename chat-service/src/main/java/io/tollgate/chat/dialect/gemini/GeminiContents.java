package io.tollgate.chat.dialect.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.prompt.ChatPrompt;
import io.tollgate.chat.dialect.prompt.Part;
import io.tollgate.chat.dialect.prompt.ToolCall;
import io.tollgate.chat.dialect.prompt.Turn;
import java.io.IOException;
import java.util.List;

/**
 * Writes the conversation. Instructions go to the front, wherever they stood; neighbouring turns of one side become one content.
 */
final class GeminiContents {

    private final ArrayNode instructions = Json.array();
    private final ArrayNode contents = Json.array();
    private String side = "";

    void write(ChatPrompt prompt, ObjectNode request) throws InexpressibleRequestException {
        for (Turn turn : prompt.turns()) {
            switch (turn) {
                case Turn.Instruction instruction -> writeParts(instruction.parts(), instructions);
                case Turn.User user -> writeParts(user.parts(), parts("user"));
                case Turn.Assistant assistant -> {
                    if (!assistant.parts().isEmpty() || !assistant.toolCalls().isEmpty()) {
                        writeParts(assistant.parts(), parts("model"));
                        assistant.toolCalls().forEach(call -> writeCall(call, parts("model")));
                    }
                }
                case Turn.ToolResult result -> writeResult(result);
            }
        }
        if (!instructions.isEmpty()) {
            request.putObject("systemInstruction").set("parts", instructions);
        }
        request.set("contents", contents);
    }

    private ArrayNode parts(String role) {
        if (side.equals(role)) {
            return (ArrayNode) contents.get(contents.size() - 1).get("parts");
        }
        side = role;
        return contents.addObject().put("role", role).putArray("parts");
    }

    private static void writeCall(ToolCall call, ArrayNode parts) {
        ObjectNode part = parts.addObject();
        part.putObject("functionCall").put("name", call.name()).set("args", call.arguments());
        if (call.signature() != null) {
            part.put("thoughtSignature", call.signature());
        }
    }

    /** Gemini pairs results with calls by the function's name and by their order. */
    private void writeResult(Turn.ToolResult result) throws InexpressibleRequestException {
        if (result.name() == null) {
            throw InexpressibleRequestException.invalid(
                    result.path() + ".tool_call_id",
                    "It answers a call that no earlier message of the assistant made.");
        }
        StringBuilder said = new StringBuilder();
        for (Part part : result.parts()) {
            if (!(part instanceof Part.Text text)) {
                throw InexpressibleRequestException.unsupported(
                        part.path(), "Gemini models", "a tool's result is text.");
            }
            said.append(text.text());
        }
        parts("user")
                .addObject()
                .putObject("functionResponse")
                .put("name", result.name())
                .set("response", response(said.toString()));
    }

    /** An object as it is; any other text as the member of one, because Gemini takes only objects. */
    private static ObjectNode response(String said) {
        try {
            return Json.parseObject(said);
        } catch (IOException plainText) {
            return Json.object().put("result", said);
        }
    }

    private static void writeParts(List<Part> parts, ArrayNode target) {
        for (Part part : parts) {
            switch (part) {
                case Part.Text text -> target.addObject().put("text", text.text());
                case Part.ImageLink link ->
                    target.addObject().putObject("fileData").put("fileUri", link.url());
                case Part.Media media ->
                    target.addObject()
                            .putObject("inlineData")
                            .put("mimeType", media.mediaType())
                            .put("data", media.base64());
            }
        }
    }
}
