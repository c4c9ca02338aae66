package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.json.JsonString;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A secondary index that queries of this library need.
 *
 * @param fields an entry is the value of this field, or an array of the values of these fields; a document without one of them has
 *     none. A single field has the name of the index
 */
public record TableIndex(String name, List<String> fields) {

    public TableIndex {
        fields = List.copyOf(fields);
    }

    /** An index of the field of its name. */
    public static TableIndex ofField(String name) {
        return new TableIndex(name, List.of(name));
    }

    /** {@code table.indexCreate(name)} or {@code table.indexCreate(name, row => [row(field)…])} */
    public String creation(TableName table) {
        if (isOfItsField()) {
            return ReqlTerms.term(75, table.term(), ReqlTerms.text(name));
        }
        String[] values = fields.stream()
                .map(field -> ReqlTerms.field(ReqlTerms.parameter(1), field))
                .toArray(String[]::new);
        String function = ReqlTerms.function(1, ReqlTerms.array(values));
        return ReqlTerms.term(75, table.term(), ReqlTerms.text(name), function);
    }

    /** How an administrator makes the index. */
    public String creationByHand(TableName table) {
        String value = isOfItsField()
                ? ""
                : fields.stream()
                        .map(field -> "r.row(" + JsonString.quote(field) + ")")
                        .collect(Collectors.joining(", ", ", [", "]"));
        return table.byHand() + ".indexCreate(\"" + name + "\"" + value + ")";
    }

    /** Whether {@code index_status} describes this index, in whatever way its maker has written it. */
    public boolean isMadeBy(String query) {
        String values = fields.stream()
                .map(field -> "(?:\\1|r\\.row)(?:\\.getField)?\\(\"" + Pattern.quote(field) + "\"\\)")
                .collect(Collectors.joining(","));
        String value = isOfItsField() ? values : "(?:r\\.expr\\()?\\[" + values + "\\]\\)?";
        return Pattern.compile("indexCreate\\('" + Pattern.quote(name) + "',function\\((\\w+)\\)\\{return" + value
                        + ";?\\}\\)")
                .matcher(query.replaceAll("\\s", ""))
                .matches();
    }

    private boolean isOfItsField() {
        return fields.size() == 1;
    }
}
