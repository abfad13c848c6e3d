package io.tollgate.chat.dialect.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code content} of a message: a text, or a list of parts. */
final class PartsReader {

    private static final String DATA_URL = "data:";
    private static final String BASE64 = ";base64,";

    private PartsReader() {}

    static List<Part> read(JsonNode message, String path) throws InexpressibleRequestException {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue().isEmpty()
                    ? List.of()
                    : List.of(new Part.Text(path, content.textValue(), Part.cacheMark(message)));
        }
        List<Part> parts = new ArrayList<>(content.size());
        for (int index = 0; index < content.size(); index++) {
            Part part = part(content.path(index), path + "[" + index + "]");
            if (!(part instanceof Part.Text text) || !text.text().isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static Part part(JsonNode part, String path) throws InexpressibleRequestException {
        Part.CacheMark cache = Part.cacheMark(part);
        return switch (Json.string(part, "type", "")) {
            case "text" -> new Part.Text(path, required(part, "text", path), cache);
            case "refusal" -> new Part.Text(path, required(part, "refusal", path), cache);
            case "image_url" -> image(part.path("image_url"), path + ".image_url", cache);
            case "input_audio" -> audio(part.path("input_audio"), path + ".input_audio", cache);
            case "file" -> file(part.path("file"), path + ".file", cache);
            default ->
                throw InexpressibleRequestException.invalid(
                        path + ".type", "It must be 'text', 'image_url', 'input_audio', 'file' or 'refusal'.");
        };
    }

    private static Part image(JsonNode image, String path, Part.@Nullable CacheMark cache)
            throws InexpressibleRequestException {
        String url = required(image, "url", path);
        return url.startsWith(DATA_URL)
                ? media(url, path + ".url", null, cache)
                : new Part.ImageLink(path + ".url", url, cache);
    }

    private static Part audio(JsonNode audio, String path, Part.@Nullable CacheMark cache)
            throws InexpressibleRequestException {
        return new Part.Media(
                path, "audio/" + required(audio, "format", path), required(audio, "data", path), null, cache);
    }

    private static Part file(JsonNode file, String path, Part.@Nullable CacheMark cache)
            throws InexpressibleRequestException {
        if (Json.string(file, "file_data") == null) {
            throw new InexpressibleRequestException(
                    "unsupported_parameter",
                    path + ".file_id",
                    "Files must be sent within the request, as 'file_data', to this provider.");
        }
        return media(required(file, "file_data", path), path + ".file_data", Json.string(file, "filename"), cache);
    }

    private static Part media(String dataUrl, String path, @Nullable String name, Part.@Nullable CacheMark cache)
            throws InexpressibleRequestException {
        int marker = dataUrl.indexOf(BASE64);
        if (!dataUrl.startsWith(DATA_URL) || marker < 0) {
            throw InexpressibleRequestException.invalid(path, "It must be a data URL: data:<type>;base64,<data>.");
        }
        String type = dataUrl.substring(DATA_URL.length(), marker);
        int parameters = type.indexOf(';');
        return new Part.Media(
                path,
                parameters < 0 ? type : type.substring(0, parameters),
                dataUrl.substring(marker + BASE64.length()),
                name,
                cache);
    }

    private static String required(JsonNode parent, String field, String path) throws InexpressibleRequestException {
        String text = Json.string(parent, field);
        if (text == null) {
            throw InexpressibleRequestException.invalid(path + "." + field, "It must be a string.");
        }
        return text;
    }
}
