package io.tollgate.contracts.event;

import io.tollgate.contracts.content.ContentOpener;
import io.tollgate.contracts.content.ContentSealer;
import io.tollgate.contracts.content.SealedContent;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What is sealed of a transcript: its turns as a JSON array, deflated (RFC 1950). The context of the seal is the request's id,
 * organization and project, so that it opens as nobody else's.
 */
public final class TranscriptContent {

    /** What is larger when it is inflated is no transcript. */
    static final int SIZE_MAX = 8 * 1024 * 1024;

    private TranscriptContent() {}

    public static SealedContent seal(
            ContentSealer sealer, UUID requestId, String organization, String project, List<Turn> turns) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes)) {
            EventJson.mapper().writeValue(deflated, turns);
        } catch (IOException impossible) {
            throw new UncheckedIOException("turns cannot be written", impossible);
        }
        return sealer.seal(bytes.toByteArray(), context(requestId, organization, project));
    }

    /** @throws UnreadableContentException if it was sealed for another key or request, or holds no turns */
    public static List<Turn> open(
            ContentOpener opener, UUID requestId, String organization, String project, SealedContent sealed)
            throws UnreadableContentException {
        byte[] deflated = opener.open(sealed, context(requestId, organization, project));
        byte[] json = inflated(deflated);
        try {
            return List.of(EventJson.mapper().readValue(json, Turn[].class));
        } catch (IOException malformed) {
            // The parser's message quotes what it read.
            throw new UnreadableContentException("what was sealed are no turns", null);
        }
    }

    private static byte[] inflated(byte[] deflated) throws UnreadableContentException {
        try (InflaterInputStream inflating = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            byte[] bytes = inflating.readNBytes(SIZE_MAX + 1);
            if (bytes.length > SIZE_MAX) {
                throw new UnreadableContentException("it is larger than " + SIZE_MAX + " bytes", null);
            }
            return bytes;
        } catch (IOException malformed) {
            throw new UnreadableContentException("what was sealed is not deflated", malformed);
        }
    }

    private static byte[] context(UUID requestId, String organization, String project) {
        return (requestId + "\n" + organization + "\n" + project).getBytes(StandardCharsets.UTF_8);
    }
}
