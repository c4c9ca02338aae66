package io.github.rethinkemitter.support.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReqlTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            r.table('t')                                 | [15,["t"]]
            r.db('d').table('t').get(1)                  | [16,[[15,[[14,["d"]],"t"]],1]]
            r.table('t').insert({a: [1, null]})          | [56,[[15,["t"]],{"a":[2,[1,null]]}]]
            r.table('t').insert({}, {durability: 'soft'})| [56,[[15,["t"]],{}],{"durability":"soft"}]
            r.table('t').get(1)('a')                     | [170,[[16,[[15,["t"]],1]],"a"]]
            r.expr([1]).map(x => x.add(1))               | [38,[[2,[1]],[69,[[2,[1]],[24,[[10,[1]],1]]]]]]
            r.do(1, 2, (a, b) => a)                      | [64,[[69,[[2,[1,2]],[10,[1]]]],1,2]]
            r.expr([1]).filter(r.row('a').gt(-1.5))      | [39,[[2,[1]],[69,[[2,[1]],[21,[[170,[[13,[]],"a"]],-1.5]]]]]]
            r.table('t').changes({squash: false})        | [152,[[15,["t"]]],{"squash":false}]
            r.table('t').between(r.minval, r.now())      | [182,[[15,["t"]],[180,[]],[103,[]]]]
            {'$reql_type$': "TIME"}                      | {"$reql_type$":"TIME"}
            """)
    void aTextBecomesTheJsonOfTheProtocol(String text, String wire) {
        assertThat(ReqlText.toWire(text)).isEqualTo(TestJson.parse(wire));
    }

    @Test
    void theErrorQuotesWhatCannotBeRead() {
        assertThatThrownBy(() -> ReqlText.toWire("r.table('t') ; r.now()")).hasMessageContaining("; r.now()");
        assertThatThrownBy(() -> ReqlText.toWire("r.table('t') 1")).hasMessageContaining("nothing expected");
        assertThatThrownBy(() -> ReqlText.toWire("r.table('t')('a'")).hasMessageContaining("expected \")\"");
    }
}
