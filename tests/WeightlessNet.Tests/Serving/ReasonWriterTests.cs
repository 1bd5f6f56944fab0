using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Tests.Serving;

public sealed class ReasonWriterTests
{
    private static readonly Film[] Films = Film.Some(60);

    private static readonly string[] German =
    [
        "als erster Versuch", "weil Sie es angeheftet haben", "weil Sie mehr davon wollten", "weil Sie {0} mit {1} bewertet haben",
        "wegen {2}: {3}", "weil es Ihrem Geschmack entspricht", "weil es Leuten wie Ihnen gefällt", "weil es gut bewertet ist",
        "weil es beliebt ist", "wer {0} mag, mag es auch", "gleich: {2}", "ähnlich: {2}", "weil es Leuten mit {2} {3} gefällt",
    ];

    private static string InGerman(Reason reason) => string.Format(
        CultureInfo.GetCultureInfo(""), German[(int)reason.Kind], reason.ItemName, reason.Rating, reason.Field, reason.Value);

    [Fact]
    public async Task An_application_writes_reasons_in_its_own_words()
    {
        Assert.Equal(Enum.GetValues<ReasonKind>().Select(kind => (int)kind), Enumerable.Range(0, German.Length));
        await using var films = Recommender<string, Film>.InMemory(
            Film.Schema, Films, new() { Training = TrainingRule.OnDemand, WriteReason = InGerman });
        await films.LearnAsync(Film.Ratings(Films, 20, 12, 3));
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (Suggestion<Film> one in films.Recommend("u0", 60))
            {
                Assert.Contains(one.Why.Split(' ')[0], German.Select(words => words.Split(' ')[0]));
                Assert.Equal(InGerman(one.Reason), one.Why);
                Assert.Equal(films.ReasonOf(films.Explain("u0", one.Item)), one.Reason);
                Assert.Equal(films.Why(films.Explain("u0", one.Item)), one.Why);
                Assert.StartsWith(one.Reason.Kind == ReasonKind.Guess ? "as" : "because", one.Reason.ToString(), StringComparison.Ordinal);
                AssertIsTrue(films, one.Explanation, one.Reason);
            }

            foreach (SimilarItem<Film> one in films.SimilarItems(Films[0], 20))
            {
                Assert.Equal(InGerman(one.Reason), one.Why);
                Assert.Equal(one.Parts.Max(part => part.Amount), one.Reason.Amount);
                Assert.Equal((0, "Film 0"), (one.Reason.ItemId, one.Reason.ItemName));
                Assert.Equal(one.Reason.Kind == ReasonKind.SameAudience, one.Reason.Field is null);
                Assert.InRange(one.Reason.Share, 0.2, 1);
            }

            await films.TrainAsync();
        }

        Assert.Equal("als erster Versuch", films.Why(new Explanation(0, 0, 1, [new(ContributionKind.Prior, "all", 1)], [], [])));
    }

    [Fact]
    public async Task A_reason_of_an_item_or_a_field_that_is_gone_has_no_value()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5);
        Contribution[] fields = [new(ContributionKind.Field, "no such field", 1)];

        Assert.Null(films.ReasonOf(new Explanation(0, 1, 1, [], fields, [])).Value);
        Assert.Equal("because of its no such field", films.Why(new Explanation(0, 5000, 1, [], fields, [])));
    }

    [Fact]
    public async Task Popularity_is_the_reason_of_fewer_items_than_it_is_the_largest_part_of()
    {
        // Some films are rated by nearly all, and each user likes one genre.
        Film[] films = Film.Some(600);
        await using var door = Recommender<string, Film>.InMemory(Film.Schema, films, Film.Quiet);
        SplitMix64 random = new(5);
        for (int i = 0; i < 4000; i++)
        {
            double draw = random.NextDouble();
            Film film = films[(int)(films.Length * draw * draw * draw)];
            await door.LearnAsync($"u{i % 200}", film, film.Genres.Contains(films[i % 5].Genres[0]) ? 5 : 3 + random.Next(2));
        }

        // The parts that speak for an item are the same; what is named is what the next items do not have too.
        Suggestion<Film>[] all = [.. door.Users.SelectMany(user => door.Recommend(user, 10))];
        int popular = all.Count(one => one.Reason.Kind == ReasonKind.Popularity);
        int mostlyPopular = all.Count(one =>
            new MainReason(one.Explanation, (_, _) => null, _ => "").Find().Kind == ReasonKind.Popularity);
        Assert.True(mostlyPopular > all.Length / 3, $"{mostlyPopular} of {all.Length}");
        Assert.True(popular < mostlyPopular * 9 / 10, $"{popular}, not {mostlyPopular}, of {all.Length}");
    }

    private static void AssertIsTrue(Recommender<string, Film> films, Explanation explanation, Reason reason)
    {
        if (reason.Field is not null)
        {
            Assert.InRange(Assert.Single(explanation.ByField, part => part.Name == reason.Field).Amount, 1e-6, double.MaxValue);

            // With a rated item only what both have.
            Film film = films.ItemOf(explanation.Item);
            Film[] other = reason.ItemId is int id ? [films.ItemOf(id)] : [];
            IEnumerable<string> genres = film.Genres.Where(genre => other.All(one => one.Genres.Contains(genre)));
            Assert.Equal(
                reason.Field == "genre" ? string.Join(", ", genres.Distinct().Order(StringComparer.Ordinal)) : reason.Value, reason.Value);
            if (reason.ItemId is not null)
            {
                Assert.False(string.IsNullOrEmpty(reason.Value));
                Assert.All(other, one => Assert.True(reason.Field == "genre" || reason.Level is not { Above: double above }
                    || (one.Year > above && film.Year > above)));
            }
        }

        if (reason.Kind == ReasonKind.Rating)
        {
            Assert.InRange(Assert.Single(explanation.ByRating, part => part.Item == reason.ItemId).Amount, 1e-6, double.MaxValue);
            Assert.Equal(films.ItemOf(reason.ItemId!.Value).Title, reason.ItemName);
        }
    }
}
