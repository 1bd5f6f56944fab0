using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
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
            i,
            i % 3 == 0,
            1.5 * i,
            i % 7,
            new DateOnly(2020, 1, 1).AddDays(i),
            new DateTime(2020, 1, 1).AddSeconds(7 * i),
            i % 2 == 0 ? "a" : "b")),
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

    [Fact]
    public void A_bucket_of_users_has_its_bounds()
    {
        UserSchema users = new UserSchema().Buckets("age", -1.5, 18, 25).Word("country");

        Assert.Equal(new FieldLevel { Below = -1.5 }, users.LevelOf("age", "under -1.5"));
        Assert.Equal(new FieldLevel { AtLeast = 18, Below = 25 }, users.LevelOf("age", "18 to under 25"));
        Assert.Equal(new FieldLevel { AtLeast = 25 }, users.LevelOf("age", "25 or more"));
        Assert.Null(users.LevelOf("age", "18 or more"));
        Assert.Null(users.LevelOf("country", "under 18"));
        Assert.Null(users.LevelOf("no such field", "25 or more"));
    }

    [Fact]
    public void A_field_of_users_with_the_name_of_a_field_of_items_is_not_taken_for_it()
    {
        using var things = Recommender<string, Thing>.InMemory(
            Schema, Things, new() { Training = TrainingRule.OnDemand, Users = new UserSchema().Buckets("bucket", 1, 2).Word("flag") });
        Assert.Equal((2, 1), (LevelOf("bucket", "1 to under 2")!.Value.Below, LevelOf("bucket", "1 to under 2")!.Value.AtLeast));
        Assert.Equal(2, things.LevelOf("bucket", "2 or more")!.Value.AtLeast);
        Assert.Null(LevelOf("flag", "yes"));

        FieldLevel? LevelOf(string field, string value)
        {
            Contribution part = new(ContributionKind.Context, "people", 1) { UserField = field, UserValue = value };
            return things.ReasonOf(new Explanation(0, 0, 1, [part], [], [])).Level;
        }
    }

    [Fact]
    public async Task A_training_names_the_fields_that_are_not_combined_with_those_of_users()
    {
        await using var things = Recommender<string, Thing>.InMemory(
            Schema, Things, new() { Training = TrainingRule.OnDemand, Users = new UserSchema().Word("country") });
        await things.LearnAsync("ada", Things[0], 5);
        TrainingReport report = await things.TrainAsync();
        Assert.Equal(["time", "word"], report.LeftOutFields);
        Assert.Contains("Not combined with the users' fields: time, word.", report.ToString(), StringComparison.Ordinal);

        await using var without = Recommender<string, Thing>.InMemory(Schema, Things, new() { Training = TrainingRule.OnDemand });
        await without.LearnAsync("ada", Things[0], 5);
        Assert.Empty((await without.TrainAsync()).LeftOutFields);
    }

    [Fact]
    public async Task A_message_shows_the_beginning_of_a_long_value()
    {
        await using var things = Recommender<string, Thing>.InMemory(Schema, Things, new() { Training = TrainingRule.OnDemand });
        string typed = new('x', 100_000);
        string boost = (await Assert.ThrowsAsync<ArgumentException>(
            () => things.TuneAsync("ada", TuningControl.Boost("word", typed, 1)))).Message;
        string mute = (await Assert.ThrowsAsync<ArgumentException>(() => things.TuneAsync("ada", TuningControl.Mute(typed, "a")))).Message;
        Assert.InRange(Math.Max(boost.Length, mute.Length), 100, 600);
    }

    private static void Schema(ItemSchema<Thing> schema) => schema.Key(thing => thing.Id).Flag("flag", thing => thing.Flag)
        .Number("number", thing => thing.Number).Buckets("bucket", thing => thing.Bucket, 2, 4.5, 6).Date("day", thing => thing.Day)
        .Date("time", thing => thing.Time).Word("word", thing => thing.Word);

    private sealed record Thing(int Id, bool Flag, double? Number, double Bucket, DateOnly Day, DateTime Time, string Word);
}
