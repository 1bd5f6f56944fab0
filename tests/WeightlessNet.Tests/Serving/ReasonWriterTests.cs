using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

public sealed class ReasonWriterTests
{
    private static readonly Film[] Films = Film.Some(60);

    private static readonly string[] German =
    [
        "als erster Versuch", "weil Sie es angeheftet haben", "weil Sie mehr davon wollten", "weil Sie {0} mit {1} bewertet haben",
        "wegen {2}: {3}", "weil es Ihrem Geschmack entspricht", "weil es Leuten wie Ihnen gefällt", "weil es gut bewertet ist",
        "weil es beliebt ist", "wer {0} mag, mag es auch", "gleich: {2}", "ähnlich: {2}",
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

    private static void AssertIsTrue(Recommender<string, Film> films, Explanation explanation, Reason reason)
    {
        double[] personal =
        [
            explanation.Base.Where(part => part.Kind == ContributionKind.Popularity).Sum(part => part.Amount),
            explanation.Base.Where(part => part.Kind == ContributionKind.Central).Sum(part => part.Amount),
        ];
        if (reason.Field is not null)
        {
            double amount = Assert.Single(explanation.ByField, part => part.Name == reason.Field).Amount;
            Assert.InRange(amount, personal.Max() / 2, double.MaxValue);
            Film film = films.ItemOf(explanation.Item);
            Assert.Equal(
                reason.Field == "genre" ? string.Join(", ", film.Genres.Distinct().Order(StringComparer.Ordinal)) : reason.Value,
                reason.Value);
        }

        if (reason.Kind == ReasonKind.Rating)
        {
            Assert.Equal(explanation.ByRating.MaxBy(part => part.Amount).Item, reason.ItemId);
            Assert.Equal(films.ItemOf(reason.ItemId!.Value).Title, reason.ItemName);
        }
    }
}
