package io.gondola.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gondola.testkit.Clock;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.junit.Cases.Passing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.ConfigurationParameters;

class PropertiesTest {
    private static Settings settings(String... properties) throws NoSuchMethodException {
        TestMethod test = new TestMethod(Passing.class, Passing.class.getDeclaredMethod("oneLock"));
        return Settings.of(test, new Given(properties.length == 0 ? Map.of() : Map.of(properties[0], properties[1])));
    }

    @Test
    void theAnnotationHoldsWithoutProperties() throws Exception {
        assertThat(settings().schedules()).isEqualTo(50);
        assertThat(settings().strategy()).isEqualTo(Strategy.PORTFOLIO);
        assertThat(settings().budget()).isEmpty();
    }

    @Test
    void propertiesGoBeforeTheAnnotation() throws Exception {
        assertThat(settings("go.schedules", "20000").schedules()).isEqualTo(20_000);
        assertThat(settings("go.seed", "0x5f3a").seed()).isEqualTo(0x5f3a);
        assertThat(settings("go.strategy", "pct").strategy()).isEqualTo(Strategy.PCT);
        assertThat(settings("go.clock", "jitter").clock()).isEqualTo(Clock.JITTER);
        assertThat(settings("go.budget", "30s").budget()).containsExactly(Duration.ofSeconds(30));
        assertThat(settings("go.maxSteps", "77").maxSteps()).isEqualTo(77);
        assertThat(settings("go.threads", "2").threads()).isEqualTo(2);
        assertThat(settings("go.loose", "true").loose()).isTrue();
        assertThat(settings("go.spuriousWakeups", "TRUE").spuriousWakeups()).isTrue();
        assertThat(settings("go.tryLockMayFail", "true").tryLockMayFail()).isTrue();
        assertThat(settings("go.loose", "false").loose()).isFalse();
        assertThat(settings("go.replay", "GS1-X").replay()).isEqualTo("GS1-X");
    }

    @Test
    void theSeedIsMadeFromTheNameAndIsTheSameEachTime() throws Exception {
        assertThat(settings().seed()).isEqualTo(settings().seed()).isNotZero();
    }

    @Test
    void aWrongPropertyIsNamedWithItsValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("go.schedules", "many"))
                .withMessage("-Dgo.schedules must be a number: many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("go.loose", "yes"))
                .withMessage("-Dgo.loose must be true or false: yes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("go.strategy", "best"))
                .withMessageContaining("-Dgo.strategy must be one of [PORTFOLIO, DPOR")
                .withMessageEndingWith(": best");
    }

    private record Given(Map<String, String> properties) implements ConfigurationParameters {
        @Override
        public Optional<String> get(String key) {
            return Optional.ofNullable(properties.get(key));
        }

        @Override
        public Optional<Boolean> getBoolean(String key) {
            return get(key).map(Boolean::valueOf);
        }

        @Override
        @Deprecated
        public int size() {
            return properties.size();
        }

        @Override
        public Set<String> keySet() {
            return properties.keySet();
        }
    }
}
