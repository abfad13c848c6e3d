package io.tollgate.chat.operation;

import io.tollgate.chat.completion.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form in {@code multipart/form-data} (RFC 7578), read in place: where each field's value stands, so that one can be replaced and
 * all others, files above all, go on byte for byte.
 */
@SuppressWarnings("ArrayRecordComponent") // neither copied nor compared
record MultipartBody(byte[] body, String contentType, List<Part> parts) {

    private static final int PARTS_MAX = 64;
    private static final int HEADERS_MAX = 8 * 1024;
    /** RFC 2046, 5.1.1: a boundary has at most 70 characters. */
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)^multipart/form-data\\s*;.*?\\bboundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");

    private static final Pattern NAME =
            Pattern.compile("(?im)^content-disposition:\\s*form-data\\s*;.*?\\bname=\"([^\"]{1,128})\"");

    /**
     * One field.
     *
     * @param start offset of its value's first byte
     * @param end offset after its last one
     */
    record Part(String name, int start, int end) {}

    /** @throws InvalidRequestException if it is no such form, or has more than {@value #PARTS_MAX} fields */
    static MultipartBody parse(byte[] body, @Nullable String contentType) throws InvalidRequestException {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (contentType == null || !boundary.find()) {
            throw InvalidRequestException.at(
                    null, "The body must be a form: content-type multipart/form-data with a boundary.");
        }
        String given = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        byte[] delimiter = ("--" + given).getBytes(StandardCharsets.ISO_8859_1);
        byte[] next = ("\r\n--" + given).getBytes(StandardCharsets.ISO_8859_1);
        List<Part> parts = new ArrayList<>();
        int at = indexOf(body, delimiter, 0, body.length);
        while (at >= 0) {
            int after = at + delimiter.length;
            if (startsWith(body, after, "--")) {
                return new MultipartBody(body, contentType, List.copyOf(parts));
            }
            if (parts.size() == PARTS_MAX) {
                throw InvalidRequestException.at(null, "The form must have at most " + PARTS_MAX + " fields.");
            }
            int head = indexOf(body, "\r\n".getBytes(StandardCharsets.US_ASCII), after, body.length);
            int end = head < 0 ? -1 : indexOf(body, next, head, body.length);
            if (end < 0) {
                break;
            }
            parts.add(part(body, head, end));
            at = end + 2;
        }
        throw InvalidRequestException.at(null, "The form is not complete: its last boundary is missing.");
    }

    private static Part part(byte[] body, int head, int end) throws InvalidRequestException {
        byte[] blank = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        int value = indexOf(body, blank, head, Math.min(end, head + HEADERS_MAX));
        Matcher name = NAME.matcher(value < 0 ? "" : new String(body, head, value - head, StandardCharsets.UTF_8));
        if (!name.find()) {
            throw InvalidRequestException.at(null, "A field of the form has no name.");
        }
        return new Part(name.group(1), value + blank.length, end);
    }

    /**
     * The one field of this name; empty if there is none.
     *
     * @throws InvalidRequestException if there are several: the provider might take the other one
     */
    Optional<Part> only(String name) throws InvalidRequestException {
        List<Part> named =
                parts.stream().filter(part -> part.name().equals(name)).toList();
        if (named.size() > 1) {
            throw InvalidRequestException.at(name, "'" + name + "' is given twice.");
        }
        return named.stream().findFirst();
    }

    /** Bytes of all fields of this name, {@code name[]} included; -1 if there is none. */
    long sizeOf(String name) {
        List<Part> named = parts.stream()
                .filter(part -> part.name().equals(name) || part.name().equals(name + "[]"))
                .toList();
        return named.isEmpty()
                ? -1
                : named.stream().mapToLong(part -> part.end() - part.start()).sum();
    }

    String content(Part part) {
        return new String(body, part.start(), part.end() - part.start(), StandardCharsets.UTF_8);
    }

    /** A value that goes into events, headers or logs. */
    String text(Part part, int lengthMax) throws InvalidRequestException {
        String text = content(part);
        if (text.length() > lengthMax) {
            throw InvalidRequestException.at(
                    part.name(), "'" + part.name() + "' must be at most " + lengthMax + " characters long.");
        }
        if (text.chars().anyMatch(character -> Character.isISOControl(character) || character == 0xFFFD)) {
            throw InvalidRequestException.at(
                    part.name(), "'" + part.name() + "' must be UTF-8 without control characters.");
        }
        return text;
    }

    private static boolean startsWith(byte[] body, int at, String text) {
        return at + text.length() <= body.length
                && Arrays.equals(
                        body, at, at + text.length(), text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }

    private static int indexOf(byte[] body, byte[] wanted, int from, int to) {
        for (int at = from; at <= to - wanted.length; at++) {
            if (body[at] == wanted[0] && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
