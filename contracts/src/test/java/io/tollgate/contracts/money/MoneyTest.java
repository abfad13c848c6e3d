package io.tollgate.contracts.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.contracts.testing.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class MoneyTest {

    @Test
    void shouldAddExactlyOrThrow() {
        Seeds.forAll(generator -> {
            Money one = generator.money();
            Money other = generator.money();
            BigInteger exact = BigInteger.valueOf(one.pico()).add(BigInteger.valueOf(other.pico()));

            if (exact.bitLength() <= 63) {
                assertThat(one.plus(other).pico()).isEqualTo(exact.longValueExact());
                assertThat(one.plus(other)).isEqualTo(other.plus(one));
                assertThat(one.plus(other).minus(other)).isEqualTo(one);
            } else {
                assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> one.plus(other));
            }
        });
    }

    @Test
    void shouldSubtractExactlyOrThrow() {
        Seeds.forAll(generator -> {
            Money one = generator.money();
            Money other = generator.money();

            if (one.compareTo(other) >= 0) {
                assertThat(one.minus(other).pico()).isEqualTo(one.pico() - other.pico());
            } else {
                assertThatIllegalArgumentException().isThrownBy(() -> one.minus(other));
            }
        });
    }

    @Test
    void shouldConvertToDollarsAndBackWithoutLoss() {
        Seeds.forAll(generator -> {
            Money money = generator.money();

            assertThat(Money.ofUsd(money.toUsd())).isEqualTo(money);
            assertThat(money.toUsd().movePointRight(12).toBigIntegerExact())
                    .isEqualTo(BigInteger.valueOf(money.pico()));
        });
    }

    @Test
    void shouldRoundToNanoDollarsWithoutEverLosing() {
        Seeds.forAll(generator -> {
            Money money = generator.money();
            BigInteger pico = BigInteger.valueOf(money.pico());
            BigInteger up = BigInteger.valueOf(money.toNanoRoundedUp()).multiply(BigInteger.valueOf(1_000));
            BigInteger down = BigInteger.valueOf(money.toNanoRoundedDown()).multiply(BigInteger.valueOf(1_000));

            assertThat(up).isBetween(pico, pico.add(BigInteger.valueOf(999)));
            assertThat(down).isBetween(pico.subtract(BigInteger.valueOf(999)), pico);
        });
    }

    @Test
    void shouldCompareByAmount() {
        Seeds.forAll(generator -> {
            Money one = generator.money();
            Money other = generator.money();

            assertThat(Integer.signum(one.compareTo(other)))
                    .isEqualTo(one.toUsd().compareTo(other.toUsd()))
                    .isEqualTo(-Integer.signum(other.compareTo(one)));
            assertThat(one.isZero()).isEqualTo(one.compareTo(Money.ZERO) == 0);
        });
    }

    @Test
    void shouldKnowTheUnits() {
        assertThat(Money.ofUsd(new BigDecimal("0.15"))).isEqualTo(Money.ofPico(150_000_000_000L));
        assertThat(Money.ofPico(1_001).toNanoRoundedUp()).isEqualTo(2);
        assertThat(Money.ofPico(1_999).toNanoRoundedDown()).isEqualTo(1);
        assertThat(Money.ofPico(150_000_000_000L)).hasToString("0.15 USD");
        assertThat(Money.ZERO).hasToString("0 USD");
    }

    @Test
    void shouldRefuseWhatItCannotHoldExactly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.ofPico(-1))
                .withMessage("money must not be negative: -1 pico-dollars");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Money.ofUsd(new BigDecimal("0.0000000000001")));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Money.ofUsd(new BigDecimal("9223373")));
    }
}
