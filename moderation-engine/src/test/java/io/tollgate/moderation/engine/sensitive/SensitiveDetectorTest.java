package io.tollgate.moderation.engine.sensitive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveDetectorTest {

    private static final int MOST = 100;
    private static final SensitiveDetector DETECTOR = new SensitiveDetector();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "email | write to jane.doe+news@mail.corp.co.uk please | jane.doe+news@mail.corp.co.uk",
                "email | 邮箱是zhang_san@163.com。 | zhang_san@163.com",
                "email | <o'brien@firm.ie> | o'brien@firm.ie",
                "phone | call +44 20 7946 0958 now | +44 20 7946 0958",
                "phone | tel:+14155552671 | +14155552671",
                "phone | my number is 415-555-2671. | 415-555-2671",
                "phone | (415) 555-2671 works too | (415) 555-2671",
                "phone | +1 (415) 555-2671 works too | +1 (415) 555-2671",
                "phone | my phone: 4155552671 | 4155552671",
                "phone | 手机13812345678联系 | 13812345678",
                "phone | 电话 138-1234-5678 | 138-1234-5678",
                "phone | +86 138 1234 5678 | +86 138 1234 5678",
                "phone | 请拨010-62345678转3 | 010-62345678",
                "phone | １３８１２３４５６７８ | １３８１２３４５６７８",
                "card | card 4242 4242 4242 4242 exp 12/29 | 4242 4242 4242 4242",
                "card | 5555555555554444 | 5555555555554444",
                "card | 3782-822463-10005 | 3782-822463-10005",
                "card | 银行卡号6222021234567890128 | 6222021234567890128",
                "iban | IBAN DE89 3704 0044 0532 0130 00 thanks | DE89 3704 0044 0532 0130 00",
                "iban | gb29nwbk60161331926819 | gb29nwbk60161331926819",
                "resident-id | 身份证号11010519491231002X。 | 11010519491231002X",
                "resident-id | 440307199003075619 | 440307199003075619",
                "social-security-number | SSN 536-90-4399 | 536-90-4399",
                "social-security-number | social security: 536904399 | 536904399",
                "passport | my passport number is E12345678 | E12345678",
                "passport | 护照号码：EB1234567 | EB1234567",
                "passport | US passport 512345678 | 512345678",
                "ip-address | from 203.0.113.77 port 22 | 203.0.113.77",
                "ip-address | ping 2001:db8::8a2e:370:7334 | 2001:db8::8a2e:370:7334",
                "ip-address | fe80:0:0:0:1ff:fe23:4567:890a | fe80:0:0:0:1ff:fe23:4567:890a",
                "api-key | sk-proj-aB3dE5fG7hJ9kL1mN3pQ5rS7 | sk-proj-aB3dE5fG7hJ9kL1mN3pQ5rS7",
                "api-key | key=sk-ant-api03-Zx8Yw7Vu6Ts5Rq4Po3Nm2Lk1, ok | sk-ant-api03-Zx8Yw7Vu6Ts5Rq4Po3Nm2Lk1",
                "api-key | AKIAQ3EGRNLT7ZP5XW2B | AKIAQ3EGRNLT7ZP5XW2B",
                "api-key | ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5 | ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5",
                "api-key | xoxb-123456789012-abcDEF123ghi | xoxb-123456789012-abcDEF123ghi",
                "api-key | AIzaSyD3fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5b | AIzaSyD3fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5b",
                "api-key | sk_live_4eC39HqLyjWDarjtT1zdp7dc | sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                "api-key | Authorization: Bearer 9f8e7d6c5b4a39281706f5e4 | 9f8e7d6c5b4a39281706f5e4",
                "api-key | api_key = \"a81b2c93d4e5f60718\" | a81b2c93d4e5f60718",
                "api-key | sk-proj-aB3d\u200BE5fG7hJ9kL1mN3pQ5rS7 | sk-proj-aB3d\u200BE5fG7hJ9kL1mN3pQ5rS7",
                "password | the password is hunter2! | hunter2",
                "password | 密码：abc12345 | abc12345",
                "password | postgres://app:s3cr3tpw@db:5432/x | s3cr3tpw",
                "json-web-token | eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN | "
                        + "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN",
            })
    void shouldFind(String kind, String text, String expected) {
        // When
        List<Span> spans = find(text);

        // Then
        assertThat(spans).hasSize(1);
        assertThat(spans.getFirst().kind().wireName()).isEqualTo(kind);
        assertThat(text.substring(spans.getFirst().start(), spans.getFirst().end()))
                .isEqualTo(expected);
    }

    @Test
    void shouldFindWholePrivateKey() {
        // Given
        String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow+/==\nab12\n-----END RSA PRIVATE KEY-----";
        String open = "-----BEGIN PRIVATE KEY-----\nMIIEow ab12";

        // When
        List<Span> spans = find("my key:\n" + key + "\nthanks");
        List<Span> openSpans = find(open);

        // Then
        assertThat(spans).containsExactly(new Span(SensitiveKind.PRIVATE_KEY, 8, 8 + key.length()));
        assertThat(openSpans).containsExactly(new Span(SensitiveKind.PRIVATE_KEY, 0, open.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242 4242 4242 4241", // wrong checksum
                "4111 1111 1111 1111", // in every manual
                "1234567890123456", // issued by nobody
                "0000 0000 0000 0000",
                "3.14159265358979323846",
                "GB82WEST12345698765433",
                "110105194912310020", // wrong check character
                "110105194913310026", // no such month
                "000-12-3456",
                "078-05-1120",
                "536904399 units sold",
                "a passport is needed to travel",
                "version 1.2.3.4",
                "bind to 127.0.0.1 or 0.0.0.0",
                "256.1.1.1",
                "1.2.3",
                "std::vector<int> and a::b",
                "it is 12:30:45 now",
                "AKIAIOSFODNN7EXAMPLE",
                "sk-your-api-key-goes-here-please",
                "sk-learn and sk-image are packages",
                "xoxb-your-token",
                "password: ********",
                "password: required",
                "the token was accepted",
                "secret = ${CLIENT_SECRET_FROM_VAULT_1}",
                "1700000000 seconds, 1700000000000 milliseconds",
                "order 20261122101530001",
                "550e8400-e29b-41d4-a716-446655440000",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "2026-11-22T10:15:30Z and 2026.11.22",
                "@mention and foo@bar",
                "the range is 100-200-3000",
                "public class Email { }",
                "ISBN 978-3-16-148410-0",
                "10,000,000,000 people",
                "room 415-555",
                "数量是12345678901件",
                "eyJ is how it begins",
            })
    void shouldNotTakeOtherThingsForIt(String text) {
        // When
        List<Span> spans = find(text);

        // Then
        assertThat(spans).isEmpty();
    }

    @Test
    void shouldFindSeveralInTheOrderOfTheText() {
        // Given
        String text = "13812345678, a@b.io, 4242424242424242; bearer sk-proj-aB3dE5fG7hJ9kL1mN3pQ5rS7";

        // When
        List<Span> spans = find(text);

        // Then
        assertThat(spans)
                .extracting(Span::kind)
                .containsExactly(SensitiveKind.PHONE, SensitiveKind.EMAIL, SensitiveKind.CARD, SensitiveKind.API_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1 ",
                "@a",
                "a@a.b",
                "-----begin private key-----",
                "eyJ-",
                "eyJa.",
                "sk-",
                "1:",
                "::",
                "a:",
                "://",
                "1.",
                "password:",
                "bearer ",
                "passport 1",
                "gb29 ",
                "(415) "
            })
    void shouldTakeMegabyteOfAnything(String unit) {
        // Given: texts on which quadratic work would take hours
        String flood = unit.repeat(1_000_000 / unit.length());

        // When
        List<Span> spans = find(flood + " , 13812345678");

        // Then
        assertThat(spans).hasSizeLessThanOrEqualTo(MOST);
    }

    private static List<Span> find(String text) {
        NormalisedText normalised = new NormalisedText();
        normalised.read(text);
        return DETECTOR.find(normalised, new Matches(), MOST);
    }
}
