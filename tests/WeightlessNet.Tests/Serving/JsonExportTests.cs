using System.Globalization;
using System.Text.Json;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

public sealed class JsonExportTests
{
    private static readonly Film[] Films = [.. Film.Some(20), new("</script>\"\\\u2028\n\ud83c\udfa5", "Title <&> \u0001", ["War"], 1999)];

    [Fact]
    public async Task All_that_is_held_of_a_user_is_in_the_text()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        var time = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2));
        await films.LearnAsync("ada \u00e9", Films[3], 4.5f, time);
        await films.LearnAsync("ada \u00e9", Films[20], 1);
        await films.BanAsync("ada \u00e9", Films[5]);
        await films.PinAsync("ada \u00e9", Films[6]);
        await films.TuneAsync(
            "ada \u00e9", TuningControl.Mute(TuningCondition.Has("genre", "Opera"), TuningCondition.HasNot("genre", "War")));
        await films.TuneAsync("ada \u00e9", TuningControl.Boost("genre", "War", -0.5));
        await films.TuneAsync("ada \u00e9", TuningControl.BoostByLevel("year", 0.25));
        await films.LearnAsync("bob", Films[1], 2);
        films.RemoveItem(Films[3]);
        films.RemoveItem(Films[6]);

        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("")
        {
            NumberFormat = new() { NumberDecimalSeparator = ",", NegativeSign = "~" },
            DateTimeFormat = new() { TimeSeparator = ".", DateSeparator = "." },
        };
        string json = films.ExportUserAsJson("ada \u00e9");
        CultureInfo.CurrentCulture = before;
        Assert.DoesNotContain("</script>", json, StringComparison.Ordinal);

        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal("ada \u00e9", root.GetProperty("user").GetString());
        Assert.Equal(
            [(Films[20].Id, Films[20].Title, true, 1, null), ("f3", "f3", false, 4.5, "2024-05-06T05:08:09Z")],
            root.GetProperty("ratings").EnumerateArray().Select(one => (
                one.GetProperty("item").GetString(), one.GetProperty("name").GetString(), one.GetProperty("isInCatalog").GetBoolean(),
                one.GetProperty("rating").GetDouble(), one.GetProperty("time").GetString())));
        JsonElement[] controls = [.. root.GetProperty("controls").EnumerateArray()];
        Assert.Equal(["Ban", "Pin", "Mute", "Boost", "BoostByLevel"], controls.Select(one => one.GetProperty("kind").GetString()));
        Assert.Equal(("f5", "f6"), (controls[0].GetProperty("item").GetString(), controls[1].GetProperty("item").GetString()));
        Assert.Equal(
            (true, false), (controls[0].GetProperty("isInCatalog").GetBoolean(), controls[1].GetProperty("isInCatalog").GetBoolean()));
        JsonElement[] conditions = [.. controls[2].GetProperty("conditions").EnumerateArray()];
        Assert.Equal(("genre", "Opera"), (conditions[0].GetProperty("field").GetString(), conditions[0].GetProperty("is").GetString()));
        Assert.Equal("War", conditions[1].GetProperty("isNot").GetString());
        Assert.Equal((-0.5, 0.25), (controls[3].GetProperty("amount").GetDouble(), controls[4].GetProperty("amount").GetDouble()));
        Assert.Equal("year", controls[4].GetProperty("field").GetString());
    }

    [Fact]
    public async Task What_was_said_of_a_user_is_in_the_text()
    {
        RecommenderOptions<string> options = DescribedWorld.Options;
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        await films.DescribeUserAsync("ada", new UserValue("country", "\"AT\""), new UserValue("age", 41.5));
        Assert.Equal(
            """
            {
              "user": "ada",
              "ratings": [],
              "controls": [],
              "description": [
                {
                  "field": "age",
                  "number": 41.5
                },
                {
                  "field": "country",
                  "word": "\"AT\""
                }
              ]
            }
            """,
            films.ExportUserAsJson("ada"));
        await using var empty = Recommender<string, Film>.InMemory(Film.Schema, null, options);
        await empty.DescribeUserAsync("ada", new UserValue("age", 7));
        JsonElement exported = JsonDocument.Parse(empty.ExportUserAsJson("ada")).RootElement;
        Assert.Equal(7, exported.GetProperty("description")[0].GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task Events_have_exact_totals_and_an_unknown_user_has_nothing()
    {
        RecommenderOptions<string> options = new() { Training = TrainingRule.OnDemand, Events = new EventOptions { Decimals = 2 } };
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        await films.AddEventAsync("ada", Films[0], 167_772.15m);
        Assert.Equal(
            """
            {
              "user": "ada",
              "events": [
                {
                  "item": "f0",
                  "name": "Film 0",
                  "isInCatalog": true,
                  "total": 167772.15,
                  "time": null
                }
              ],
              "controls": [],
              "description": []
            }
            """,
            films.ExportUserAsJson("ada"));
        Assert.Equal(
            """
            {
              "user": "nobody",
              "events": [],
              "controls": [],
              "description": []
            }
            """,
            films.ExportUserAsJson("nobody"));
        Assert.Throws<ArgumentNullException>("user", () => films.ExportUserAsJson(null!));
        await using var empty = Recommender<int, Film>.InMemory(Film.Schema);
        Assert.Equal("7", JsonDocument.Parse(empty.ExportUserAsJson(7)).RootElement.GetProperty("user").GetString());
    }
}
