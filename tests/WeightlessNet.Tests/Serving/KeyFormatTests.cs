using System.Globalization;
using FsCheck.Xunit;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

public sealed class KeyFormatTests
{
    private enum Shelf
    {
        Top,
    }

    private sealed record Isbn(string Digits);

    private sealed class Bare(string digits)
    {
        public string Digits => digits;
    }

    // Its key stays out of the hash code, so equal keys have different hash codes.
    private sealed class Careless(string digits)
    {
        public string Digits => digits;

        public override bool Equals(object? obj) => obj is Careless other && other.Digits == Digits;

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }

    [Fact]
    public void Known_formats_are_found_by_type()
    {
        Assert.Equal("5", KeyFormats.Of<long>().Write(5));
        Guid guid = Guid.NewGuid();
        Assert.Equal(guid, KeyFormats.Of<Guid>().Read(KeyFormats.Of<Guid>().Write(guid)));
        Assert.Throws<NotSupportedException>(KeyFormats.Of<Isbn>);
    }

    [Property]
    public void Integers_round_trip(int i, long l, short s, byte b, uint ui, ulong ul, ushort us, sbyte sb)
    {
        Same(i, int.MinValue, int.MaxValue);
        Same(l, long.MinValue, long.MaxValue);
        Same(s, short.MinValue, short.MaxValue);
        Same(b, byte.MinValue, byte.MaxValue);
        Same(ui, uint.MinValue, uint.MaxValue);
        Same(ul, ulong.MinValue, ulong.MaxValue);
        Same(us, ushort.MinValue, ushort.MaxValue);
        Same(sb, sbyte.MinValue, sbyte.MaxValue);
        Same(new Int128(ul, (ulong)l), Int128.MinValue, Int128.MaxValue);
        Same(new UInt128(ul, (ulong)l), UInt128.MinValue, UInt128.MaxValue);
    }

    [Property]
    public void Times_and_others_round_trip(Guid key, DateTimeOffset time, TimeSpan span, decimal number, bool flag)
    {
        Same(key, Guid.Empty, Guid.AllBitsSet);
        Same(time, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, time.ToOffset(TimeSpan.FromMinutes(-90)));
        Same(span, TimeSpan.MinValue, TimeSpan.MaxValue);
        Same(DateOnly.FromDateTime(time.UtcDateTime), DateOnly.MinValue, DateOnly.MaxValue);
        Same(TimeOnly.FromDateTime(time.UtcDateTime), TimeOnly.MinValue, TimeOnly.MaxValue);
        Same(number, decimal.MinValue, decimal.MaxValue, 1.10m);
        Same(flag, !flag);
        Same(new Version(1, 2), new Version(1, 2, 3, 4));
        Same(new Uri("http://a.b/c%20d?e=ü"), new Uri("films/1", UriKind.Relative));
    }

    [Property]
    public void Well_formed_strings_round_trip(string? text, char unit)
    {
        string key = text ?? "";
        if (IsWellFormed(key) && key.Length <= 1000)
        {
            Same(key);
        }

        if (!char.IsSurrogate(unit))
        {
            Same(unit);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b\r\n\t")]
    [InlineData("😀 Ünïcode e\u0301")]
    public void Unusual_strings_round_trip(string text) => Same(text);

    // Not InlineData: attributes hold UTF-8, which has no unpaired surrogates.
    [Fact]
    public void Unpaired_surrogates_are_refused() => Assert.All(["\ud83d", "\ude00\ud83d", "a\udc00b"], text =>
    {
        string message = Assert.Throws<ArgumentException>("key", () => KeyFormat<string>.Default.Write(text)).Message;
        Assert.Contains("surrogate", message, StringComparison.Ordinal);
    });

    [Fact]
    public void Texts_have_at_most_1000_characters()
    {
        Same(new string('x', 1000));
        string message = Assert.Throws<ArgumentException>("key", () => KeyFormat<string>.Default.Write(new string('x', 1001))).Message;

        Assert.Contains("at most 1000 characters", message, StringComparison.Ordinal);
        Assert.Contains("has 1001", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NegativeSign = "minus";
            culture.NumberFormat.NumberDecimalSeparator = ";";
            culture.DateTimeFormat.DateSeparator = "~";
            culture.DateTimeFormat.TimeSeparator = "~";
            CultureInfo.CurrentCulture = culture;

            Assert.Equal("-5", KeyFormat<int>.Default.Write(-5));
            Assert.Equal("-5", KeyFormat<sbyte>.Default.Write(-5));
            Assert.Equal("-5", KeyFormat<Int128>.Default.Write(-5));
            Assert.Equal("-1.5", KeyFormat<decimal>.Default.Write(-1.5m));
            Assert.Equal("2020-01-31", KeyFormat<DateOnly>.Default.Write(new DateOnly(2020, 1, 31)));
            Same(-7, -1);
            Same(-7L, -1L);
            Same((short)-7);
            Same(-1.25m);
            Same(new TimeSpan(-1, 2, 3, 4, 5));
            Same(DateTimeOffset.UnixEpoch.AddTicks(7));
            Same(new TimeOnly(1, 2, 3, 4));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Texts_of_no_key_are_named()
    {
        string message = Assert.Throws<FormatException>(() => KeyFormat<int>.Default.Read("7x")).Message;
        Assert.Equal("'7x' is not the text of a key of the type 'Int32'.", message);
        Assert.Throws<FormatException>(() => KeyFormat<byte>.Default.Read("256"));
        Assert.Throws<FormatException>(() => KeyFormat<int>.Default.Read(" 7"));
        Assert.Throws<FormatException>(() => KeyFormat<Guid>.Default.Read("7"));
        Assert.Throws<FormatException>(() => KeyFormat<char>.Default.Read(""));
        Assert.Throws<FormatException>(() => KeyFormat<decimal>.Default.Read("1,5"));
        Assert.Throws<FormatException>(() => new KeyFormat<string>(key => key, text => null!).Read("a"));
        Assert.Throws<FormatException>(() => new KeyFormat<string>(key => key, text => text[5..]).Read("a"));
        Assert.Throws<ArgumentNullException>("text", () => KeyFormat<int>.Default.Read(null!));
        Assert.Throws<ArgumentNullException>("key", () => KeyFormat<string>.Default.Write(null!));
        Assert.Throws<ArgumentException>("key", () => new KeyFormat<string>(key => null!, text => text).Write("a"));
        Assert.Throws<ArgumentNullException>("write", () => new KeyFormat<string>(null!, text => text));
        Assert.Throws<ArgumentNullException>("read", () => new KeyFormat<string>(key => key, null!));
    }

    [Fact]
    public void A_type_without_a_known_format_needs_one()
    {
        string message = Assert.Throws<NotSupportedException>(() => KeyFormat<Isbn>.Default).Message;

        Assert.Contains("Pass a KeyFormat<Isbn> that says how a key is written.", message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => KeyFormat<Shelf>.Default);
        Assert.Throws<NotSupportedException>(() => KeyFormat<DateTime>.Default);
        Assert.Throws<NotSupportedException>(() => KeyFormat<object>.Default);
    }

    [Fact]
    public void Records_tuples_and_enums_work_with_a_format()
    {
        KeyFormat<Isbn> isbn = new(key => key.Digits, text => new Isbn(text));
        KeyFormat<(string Shop, int Number)> pair = new(
            key => FormattableString.Invariant($"{key.Number}:{key.Shop}"),
            text => (text.Split(':', 2)[1], int.Parse(text.Split(':', 2)[0], CultureInfo.InvariantCulture)));
        KeyFormat<Shelf> shelf = new(key => key.ToString(), Enum.Parse<Shelf>);

        Assert.Equal("978", isbn.Check(new Isbn("978"), EqualityComparer<Isbn>.Default, "item"));
        Assert.Equal("7:a:b", pair.Check(("a:b", 7), EqualityComparer<(string, int)>.Default, "item"));
        Assert.Equal("Top", shelf.Check(Shelf.Top, EqualityComparer<Shelf>.Default, "item"));
    }

    [Fact]
    public void Keys_that_would_not_be_found_again_are_refused()
    {
        KeyFormat<Bare> bare = new(key => key.Digits, text => new Bare(text));
        string message = Refused(bare, new Bare("978"));
        Assert.Contains("The key type 'Bare' compares by reference", message, StringComparison.Ordinal);
        Assert.Contains("no Equals and GetHashCode", message, StringComparison.Ordinal);

        KeyFormat<Careless> careless = new(key => key.Digits, text => new Careless(text));
        Assert.Contains("another hash code", Refused(careless, new Careless("978")), StringComparison.Ordinal);
        KeyFormat<Isbn> longer = new(key => key.Digits, text => new Isbn(text + "0"));
        Assert.Contains("does not round-trip", Refused(longer, new Isbn("978")), StringComparison.Ordinal);
        KeyFormat<Isbn> unreadable = new(key => key.Digits, text => throw new FormatException());
        Assert.Contains("'978'", Refused(unreadable, new Isbn("978")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparer_decides_what_the_same_key_is()
    {
        KeyFormat<string> lower = new(key => key.ToLowerInvariant(), text => text);

        Assert.Equal("ada", lower.Check("Ada", StringComparer.OrdinalIgnoreCase, "item"));
        Refused(lower, "Ada");
        EqualityComparer<Bare> byDigits = EqualityComparer<Bare>.Create(
            (one, other) => one?.Digits == other?.Digits, key => key.Digits.GetHashCode(StringComparison.Ordinal));
        Assert.Equal("978", new KeyFormat<Bare>(key => key.Digits, text => new Bare(text)).Check(new Bare("978"), byDigits, "item"));
    }

    private static string Refused<TKey>(KeyFormat<TKey> format, TKey key)
        where TKey : notnull =>
        Assert.Throws<ArgumentException>("item", () => format.Check(key, EqualityComparer<TKey>.Default, "item")).Message;

    private static void Same<TKey>(params ReadOnlySpan<TKey> keys)
        where TKey : notnull
    {
        KeyFormat<TKey> format = KeyFormat<TKey>.Default;
        foreach (TKey key in keys)
        {
            string text = format.Write(key);
            Assert.Equal(key, format.Read(text));
            Assert.Equal(text, format.Write(format.Read(text)));
            Assert.Equal(text, format.Check(key, EqualityComparer<TKey>.Default, "key"));
        }
    }

    private static bool IsWellFormed(string text)
    {
        try
        {
            return new System.Text.UTF8Encoding(false, true).GetByteCount(text) >= 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
