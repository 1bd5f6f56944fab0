using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class UserSchemaTests
{
    private static readonly UserSchema Schema = new UserSchema().Word("country").Buckets("age", 18, 25.5, 65);

    [Fact]
    public void A_schema_is_immutable()
    {
        Assert.Equal(["country", "age"], Schema.Fields);
        UserSchema more = Schema.Word("language");
        Assert.Equal(["country", "age", "language"], more.Fields);
        Assert.Equal(2, Schema.Fields.Count);
    }

    [Theory]
    [InlineData(-3, "under 18")]
    [InlineData(17.9, "under 18")]
    [InlineData(18, "18 to under 25.5")]
    [InlineData(25.5, "25.5 to under 65")]
    [InlineData(65, "65 or more")]
    public void A_number_is_told_by_its_bucket(double age, string words)
    {
        UserDescription description = Schema.DescriptionOf([new("age", age)], "values");
        Assert.Equal(words, Schema.InWords(description, "age"));
        Assert.Null(Schema.InWords(description, "country"));
        Assert.Null(Schema.InWords(description, "no such field"));
    }

    [Fact]
    public void Users_are_alike_in_the_same_word_and_the_same_bucket()
    {
        Assert.Equal(BitsOf(new("age", 18), new("country", "DE")), BitsOf(new("country", "DE"), new("age", 25)));
        Assert.NotEqual(BitsOf(new UserValue("age", 18)), BitsOf(new UserValue("age", 17)));
        Assert.NotEqual(BitsOf(new UserValue("age", 17)), BitsOf());
        Assert.NotEqual(BitsOf(new UserValue("country", "DE")), BitsOf(new UserValue("country", "de")));
        Assert.All(BitsOf(), word => Assert.Equal(0ul, word));
    }

    [Fact]
    public void Fields_are_checked()
    {
        Assert.Throws<ArgumentNullException>(() => Schema.Word(null!));
        Assert.Throws<ArgumentException>(() => Schema.Word(""));
        Assert.Throws<ArgumentException>(() => Schema.Word(new string('a', 1001)));
        Assert.Contains("'age'", Assert.Throws<ArgumentException>(() => Schema.Word("age")).Message, StringComparison.Ordinal);
        Assert.Equal("bounds", Assert.Throws<ArgumentException>(() => Schema.Buckets("height")).ParamName);
        Assert.Equal("bounds", Assert.Throws<ArgumentException>(() => Schema.Buckets("height", 2, 1)).ParamName);
        Assert.Equal("bounds", Assert.Throws<ArgumentException>(() => Schema.Buckets("height", double.NaN)).ParamName);
        Assert.Equal("bounds", Assert.Throws<ArgumentException>(() => Schema.Buckets("height", [.. Enumerable.Range(0, 256)])).ParamName);
        UserSchema full = Enumerable.Range(0, 8).Aggregate(new UserSchema(), (schema, field) => schema.Word($"field {field}"));
        Assert.Contains("8 fields", Assert.Throws<ArgumentException>(() => full.Word("one more")).Message, StringComparison.Ordinal);
        ArgumentException empty = Assert.Throws<ArgumentException>(() => Film.Quiet.With(new UserSchema()));
        Assert.Contains("no fields", empty.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_checked()
    {
        Assert.Throws<ArgumentNullException>(() => new UserValue(null!, 3));
        Assert.Throws<ArgumentNullException>(() => new UserValue("country", null!));
        Assert.Throws<ArgumentException>(() => new UserValue("country", ""));
        Assert.Throws<ArgumentException>(() => new UserValue("country", "\uD800"));
        Assert.Throws<ArgumentException>(() => new UserValue("", "DE"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UserValue("age", double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UserValue("age", double.PositiveInfinity));
        Assert.Equal(new UserValue("age", 0.0), new UserValue("age", -0.0));
        Assert.Equal("age 1.5, country DE", string.Join(", ", (UserValue[])[new("age", 1.5), new("country", "DE")]));
    }

    [Fact]
    public void A_description_is_read_as_it_was_written()
    {
        UserDescription description = UserDescription.Of([new("country", "Österreich"), new("age", -2.25), new("Zeit", "früh")]);
        Assert.Equal(["Zeit", "age", "country"], description.Values.Select(value => value.Field));
        var read = UserDescription.Read(description.Write());
        Assert.True(description.Equals(read));
        Assert.Equal(description.Write(), read.Write());
        Assert.Empty(UserDescription.Empty.Write());
        Assert.Same(UserDescription.Empty, UserDescription.Read([]));
    }

    [Fact]
    public void A_damaged_description_is_refused_or_is_another_one()
    {
        byte[] whole = UserDescription.Of([new("age", 34), new("country", "DE")]).Write();
        for (int length = 1; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            if (length != "age".Length + 2 + 1 + 8)
            {
                Assert.Throws<InvalidDataException>(() => UserDescription.Read(cut));
            }
        }

        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(flipped, UserDescription.Read(flipped).Write());
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }

        byte[] twice = [.. whole, .. whole];
        Assert.Throws<InvalidDataException>(() => UserDescription.Read(twice));
    }

    private static ulong[] BitsOf(params UserValue[] values)
    {
        var schema = Schema.ToBits();
        ulong[] bits = new ulong[2];
        schema.Encode(Schema.DescriptionOf(values, nameof(values)), bits);
        return bits;
    }
}
