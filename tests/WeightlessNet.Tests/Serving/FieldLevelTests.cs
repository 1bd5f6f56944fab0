using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

/// <summary>What an application needs to write levels, flags and controls in another language.</summary>
public sealed class FieldLevelTests
{
    private static readonly Thing[] Things =
    [
        .. Enumerable.Range(0, 60).Select(i => new Thing(
            i, i % 3 == 0, 1.5 * i, i % 7, new DateOnly(2020, 1, 1).AddDays(i), new DateTime(2020, 1, 1).AddSeconds(7 * i), i % 2 == 0 ? "a" : "b")),
    ];

    [Fact]
    public void Every_value_that_the_library_words_has_a_meaning()
    {
        using var things = Recommender<string, Thing>.InMemory(Schema, [.. Things, Things[0] with { Id = 99, Number = null }]);
        foreach (TunableField field in things.TunableFields)
        {
            foreach (string value in field.Values)
            {
                FieldLevel? level = things.LevelOf(field.Name, value);
                string? words = level switch
                {
                    null => null,
                    { Above: double above } => FormattableString.Invariant($"above {above:G6}"),
                    { AtLeast: double least } => FormattableString.Invariant($"{least} or more"),
                    { After: DateTime after } when field.Name == "time" && after.TimeOfDay != default =>
                        FormattableString.Invariant($"after {after:yyyy-MM-dd HH:mm:ss}"),
                    { After: DateTime after } => FormattableString.Invariant($"after {after:yyyy-MM-dd}"),
                    { Flag: true } => "yes",
                    _ => "no",
                };
                Assert.Equal(field.Name == "word" ? null : value, words);
            }
        }

        Assert.Null(things.LevelOf("number", "known"));
        Assert.Null(things.LevelOf("number", "after 2020-01-01"));
        Assert.Null(things.LevelOf("day", "above 5"));
        Assert.Null(things.LevelOf("word", "yes"));
        Assert.Null(things.LevelOf("no such field", "yes"));
        Assert.Throws<ArgumentNullException>("value", () => things.LevelOf("word", null!));
    }

    [Fact]
    public async Task Reasons_have_the_meaning_of_their_value_and_their_control()
    {
        await using var things = Recommender<string, Thing>.InMemory(
            schema => schema.Key(thing => thing.Id).Flag("flag", thing => thing.Flag), Things, new() { Training = TrainingRule.OnDemand });
        await things.LearnAsync("ada", Things[0], 5);
        await things.LearnAsync("ada", Things[1], 1);
        Reason reason = things.Recommend("ada", 1)[0].Reason;
        Assert.Equal(("flag", "yes", true), (reason.Field, reason.Value, reason.Level?.Flag));
        Assert.Equal(true, things.SimilarItems(Things[0], 1)[0].Reason.Level?.Flag);

        var boost = TuningControl.Boost("flag", "no", 4);
        await things.TuneAsync("ada", boost);
        reason = things.Recommend("ada", 1)[0].Reason;
        Assert.Equal((ReasonKind.Control, boost), (reason.Kind, reason.Control));
        await things.PinAsync("ada", Things[9]);
        reason = things.Recommend("ada", 1)[0].Reason;
        Assert.Equal((ReasonKind.Pinned, Things[9].Id), (reason.Kind, things.ItemOf(reason.Control!.Item!.Value).Id));
    }

    private static void Schema(ItemSchema<Thing> schema) => schema.Key(thing => thing.Id).Flag("flag", thing => thing.Flag)
        .Number("number", thing => thing.Number).Buckets("bucket", thing => thing.Bucket, 2, 4.5, 6).Date("day", thing => thing.Day)
        .Date("time", thing => thing.Time).Word("word", thing => thing.Word);

    private sealed record Thing(int Id, bool Flag, double? Number, double Bucket, DateOnly Day, DateTime Time, string Word);
}
