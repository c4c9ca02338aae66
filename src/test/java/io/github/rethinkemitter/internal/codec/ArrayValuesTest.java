package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayValuesTest {

    @Test
    void aValueEndsWhereItsBracketsClose() throws Exception {
        String array = "[\"topic\",{\"a\":[1,{\"b\":\"]}\"}]},[[],[\"[\"]],-1.5e+10,true,null]";

        assertThat(values(array))
                .containsExactly("\"topic\"", "{\"a\":[1,{\"b\":\"]}\"}]}", "[[],[\"[\"]]", "-1.5e+10", "true", "null");
    }

    @Test
    void anEscapedQuoteDoesNotEndAString() throws Exception {
        assertThat(values("[\"a\\\"b\",\"c\\\\\",\"\\\\\\\"\"]"))
                .containsExactly("\"a\\\"b\"", "\"c\\\\\"", "\"\\\\\\\"\"");
    }

    @Test
    void blanksAroundValuesAreLeftOut() throws Exception {
        assertThat(values(" [ 1 ,\n\t{ \"a\" : 2 } , \"x y\" ] ")).containsExactly("1", "{ \"a\" : 2 }", "\"x y\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", " [ ] "})
    void anEmptyArrayHasNoValues(String array) throws Exception {
        assertThat(values(array)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "1", "[1", "[1,", "[1,]", "[\"a", "[\"a\\", "[{\"a\":1", "[1 2]", "[,1]"})
    void aTextThatIsNoArrayIsRefused(String text) {
        assertThatThrownBy(() -> values(text)).isInstanceOf(IOException.class);
    }

    private static List<String> values(String array) throws IOException {
        var values = new ArrayValues(array);
        List<String> all = new ArrayList<>();
        while (values.next()) {
            all.add(array.substring(values.start(), values.end()));
        }
        return all;
    }
}
