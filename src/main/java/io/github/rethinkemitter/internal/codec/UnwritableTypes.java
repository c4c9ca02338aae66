package io.github.rethinkemitter.internal.codec;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.lang.reflect.AnnotatedElement;
import java.net.URI;
import java.net.URL;
import java.nio.Buffer;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterator;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds values whose content is not in their properties. JSON-B writes them as beans all the same, that is, as {@code {}} or as
 * their flags: {@code {"done":true}} for a future.
 */
final class UnwritableTypes {

    private static final List<Class<?>> UNWRITABLE = List.of(
            BaseStream.class,
            Future.class,
            CompletionStage.class,
            Iterator.class,
            Enumeration.class,
            Spliterator.class,
            InputStream.class,
            OutputStream.class,
            Reader.class,
            Writer.class,
            Channel.class,
            Buffer.class,
            Thread.class,
            ThreadGroup.class,
            ThreadLocal.class,
            ClassLoader.class,
            AnnotatedElement.class,
            Executor.class,
            Lock.class,
            Reference.class,
            Process.class,
            AtomicBoolean.class,
            AtomicReference.class);

    // JSON trees of other libraries, and the proxies of containers. Each name is written as by Class.toString, with a
    // word before it, to keep the packaging from changing it: packaging renames the library's own copy of Jackson in
    // every text that begins with Jackson's name, while these names are those of the application's Jackson.
    private static final Set<String> UNWRITABLE_BY_NAME = Set.of(
            "interface com.fasterxml.jackson.core.TreeNode",
            "interface tools.jackson.core.TreeNode",
            "class com.google.gson.JsonElement",
            "class org.json.JSONObject",
            "class org.json.JSONArray",
            "class io.vertx.core.json.JsonObject",
            "class io.vertx.core.json.JsonArray",
            "interface org.jboss.weld.bean.proxy.ProxyObject",
            "interface org.apache.webbeans.proxy.OwbNormalScopeProxy",
            "interface io.quarkus.arc.ClientProxy");

    // The types of the JDK that JSON-B knows. It writes all others as beans.
    private static final List<Class<?>> KNOWN_TO_JSONB = List.of(
            Number.class,
            Collection.class,
            Map.class,
            Map.Entry.class,
            Optional.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            Date.class,
            Calendar.class,
            TimeZone.class,
            ZoneId.class,
            Instant.class,
            Duration.class,
            Period.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            YearMonth.class,
            MonthDay.class,
            URI.class,
            URL.class,
            UUID.class,
            Path.class,
            Throwable.class,
            StackTraceElement.class);

    // Values that are nested deeper are not searched. Most of them are refused as too deep when they are written.
    private static final int MAX_DEPTH = 100;

    private static final int FEW = 4; // holders that most values contain

    private static final ClassValue<Boolean> IS_UNWRITABLE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return type.isHidden()
                    || UNWRITABLE.stream().anyMatch(unwritable -> unwritable.isAssignableFrom(type))
                    || isNamed(type);
        }
    };

    private @Nullable Set<Object> visited; // null until needed: most values contain no others

    private UnwritableTypes() {}

    /**
     * The type of the first value that JSON-B cannot write: the given one, or a value in its properties, collections, maps and
     * arrays. Null when there is none.
     */
    static @Nullable Class<?> findIn(@Nullable Object value) {
        return new UnwritableTypes().find(value, MAX_DEPTH);
    }

    /** Whether this is a type of the JDK that JSON-B does not know, so that the object it writes has no content. */
    static boolean isUnknown(Class<?> type) {
        return type.getName().startsWith("java.")
                && !type.isEnum()
                && KNOWN_TO_JSONB.stream().noneMatch(known -> known.isAssignableFrom(type));
    }

    private @Nullable Class<?> find(@Nullable Object value, int depth) {
        if (value == null || depth == 0) {
            return null;
        }
        var type = value.getClass();
        if (IS_UNWRITABLE.get(type)) {
            return type;
        }
        if (value instanceof Collection<?> collection) {
            return isFirstVisit(value) ? findInAny(collection, depth) : null;
        }
        if (value instanceof Map<?, ?> map) {
            return isFirstVisit(value) ? findInAny(map.values(), depth) : null;
        }
        if (value instanceof Object[] array) {
            return isFirstVisit(value) ? findInAny(Arrays.asList(array), depth) : null;
        }
        if (value instanceof Optional<?> optional) {
            return find(optional.orElse(null), depth - 1);
        }
        var getters = Getters.of(type);
        return getters.isEmpty() || !isFirstVisit(value) ? null : findInProperties(value, getters, depth);
    }

    // A value that contains itself is visited once. The writer finds that it has no end.
    private boolean isFirstVisit(Object holder) {
        if (visited == null) {
            visited = Collections.newSetFromMap(new IdentityHashMap<>(FEW));
        }
        return visited.add(holder);
    }

    private @Nullable Class<?> findInProperties(Object bean, List<MethodHandle> getters, int depth) {
        for (var getter : getters) {
            Class<?> found;
            try {
                found = find(getter.invokeExact(bean), depth - 1);
            } catch (Error e) {
                throw e;
            } catch (Throwable e) {
                found = null; // JSON-B gets the same exception, and says for which property
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Class<?> findInAny(Collection<?> values, int depth) {
        for (Object value : values) {
            var found = find(value, depth - 1);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static boolean isNamed(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (UNWRITABLE_BY_NAME.contains(each.toString()) || isAnyNamed(each.getInterfaces())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnyNamed(Class<?>[] interfaces) {
        for (Class<?> face : interfaces) {
            if (UNWRITABLE_BY_NAME.contains(face.toString()) || isAnyNamed(face.getInterfaces())) {
                return true;
            }
        }
        return false;
    }
}
