using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Tests.Serving;

public sealed class MainReasonTests
{
    private static readonly Contribution Prior = new(ContributionKind.Prior, "mean of all ratings", 3.5);
    private static readonly Contribution Level = new(ContributionKind.UserLevel, "the user's own level", 1);

    [Fact]
    public void The_largest_part_is_the_reason_and_a_small_field_is_not_named()
    {
        Reason reason = Find(
            [Prior, new(ContributionKind.Crowd, "crowd", 0.66), Level],
            [Field("genre", 0.02)],
            [new RatingContribution(7, 5, 0.02)]);

        Assert.Equal(ReasonKind.Crowd, reason.Kind);
        Assert.Null(reason.Field);
        Assert.Null(reason.ItemId);
        Assert.Equal(0.66, reason.Amount);
        Assert.Equal(0.66 / 0.68, reason.Share, 12);
        Assert.Equal("because it is rated above average", reason.ToString());
    }

    [Theory]
    [InlineData(ContributionKind.Central, ReasonKind.SimilarPeople, "because people who rate like you like it")]
    [InlineData(ContributionKind.Audience, ReasonKind.SimilarPeople, "because people who rate like you like it")]
    [InlineData(ContributionKind.Context, ReasonKind.UsersAlike, "because people who are like you like it")]
    [InlineData(ContributionKind.Crowd, ReasonKind.Crowd, "because it is rated above average")]
    [InlineData(ContributionKind.CrowdRating, ReasonKind.Taste, "because it is like what you rate high")]
    [InlineData(ContributionKind.Popularity, ReasonKind.Popularity, "because it is popular")]
    [InlineData(ContributionKind.CrowdPopularity, ReasonKind.Taste, "because it is like what you rate high")]
    [InlineData(ContributionKind.Field, ReasonKind.Field, "because of its taste (value of taste)")]
    [InlineData(ContributionKind.Prior, ReasonKind.Guess, "as a first guess, from what all people like")]
    [InlineData(ContributionKind.UserLevel, ReasonKind.Guess, "as a first guess, from what all people like")]
    public void Every_kind_of_part_has_a_reason(ContributionKind kind, ReasonKind expected, string words)
    {
        Contribution[] parts = [new(kind, "taste", 2), new(ContributionKind.Field, "year", -1)];
        bool isOfNetworks = kind is >= ContributionKind.Field and not ContributionKind.Context;
        Reason reason = Find(isOfNetworks ? [Prior] : [Prior, parts[0]], isOfNetworks ? parts : parts[1..], []);

        // What lowers the score does not count against the field that raises it most.
        Assert.Equal(expected, reason.Kind);
        Assert.Equal(words, reason.ToString());
    }

    [Fact]
    public void Parts_of_one_source_count_together()
    {
        Reason reason = Find(
            [Prior, new(ContributionKind.Central, "EASE", 0.4), new(ContributionKind.Central, "factorization", 0.3)],
            [Field("genre", 0.6), new(ContributionKind.Audience, "audience", 0.2)],
            []);

        Assert.Equal(ReasonKind.SimilarPeople, reason.Kind);
        Assert.Equal(0.9, reason.Amount, 12);
        Assert.Equal(0.6, reason.Share, 12);
    }

    [Fact]
    public void The_field_of_users_that_says_most_is_named()
    {
        Reason reason = Find(
            [
                Prior, OfUsers("country", "DE", 0.3), OfUsers("age", "under 25", 0.2), OfUsers("age", "under 25", 0.2),
                OfUsers(null, null, 0.3),
            ],
            [],
            []);

        Assert.Equal((ReasonKind.UsersAlike, "age", "under 25"), (reason.Kind, reason.Field, reason.Value));
        Assert.Equal((1.0, 1.0), (reason.Amount, reason.Share));
        Assert.Equal("because people with age under 25 like it", reason.ToString());

        // Where it is a small part, none is.
        reason = Find([Prior, OfUsers("age", "under 25", 0.2), OfUsers(null, null, 0.8)], [], []);
        Assert.Equal((ReasonKind.UsersAlike, null, null), (reason.Kind, reason.Field, reason.Value));
    }

    private static Contribution OfUsers(string? field, string? value, double amount) =>
        new(ContributionKind.Context, $"people {field} {amount}", amount) { UserField = field, UserValue = value };

    [Fact]
    public void What_the_user_thinks_of_unpopular_and_badly_rated_items_is_taste_even_without_fields()
    {
        Reason reason = Find(
            [Prior, new(ContributionKind.Crowd, "crowd", -0.5), new(ContributionKind.Popularity, "popularity", -1)],
            [new(ContributionKind.CrowdRating, "crowd rating", 0.4), new(ContributionKind.CrowdPopularity, "crowd popularity", 0.3)],
            []);

        Assert.Equal("because it is like what you rate high", reason.ToString());
        Assert.Equal((0.7, 1.0), (reason.Amount, reason.Share));
    }

    [Fact]
    public void The_amount_and_the_share_of_a_rating_are_its_own()
    {
        Reason reason = Find(
            [Prior, new(ContributionKind.Popularity, "popularity", 1)],
            [Field("genre", 3)],
            [new RatingContribution(7, 5, 1), new RatingContribution(8, 5, 0.8), new RatingContribution(9, 4, 1.2)]);

        Assert.Equal((ReasonKind.Rating, 9, "genre"), (reason.Kind, reason.ItemId, reason.Field));
        Assert.Equal((1.2, 1.2 / 4), (reason.Amount, reason.Share));
    }

    [Theory]
    [InlineData("Horror", "because you rated film 7 5 (genre Horror)")]
    [InlineData(null, "because you rated film 7 5")]
    public void A_field_is_named_with_a_rating_only_for_what_both_items_have(string? shared, string words)
    {
        Explanation explanation = new(1, 2, 4, [Prior], [Field("genre", 1)], [new RatingContribution(7, 5, 1)]);
        Reason reason = new MainReason(
            explanation, (_, other) => other is null ? "Horror, War" : other == 7 ? shared : "none", item => $"film {item}").Find();

        Assert.Equal((ReasonKind.Rating, shared is null ? null : "genre", shared), (reason.Kind, reason.Field, reason.Value));
        Assert.Equal(words, reason.ToString());
    }

    [Fact]
    public void Nothing_above_zero_is_a_guess()
    {
        Reason reason = Find([Prior, Level, new(ContributionKind.Popularity, "popularity", -2)], [Field("genre", 0)], []);

        Assert.Equal(ReasonKind.Guess, reason.Kind);
        Assert.Equal((0.0, 0.0), (reason.Amount, reason.Share));
    }

    [Theory]
    [InlineData(1.0, 0.5, 0.0, 0.11, ReasonKind.Rating, true)]
    [InlineData(1.0, 0.5, 0.0, 0.09, ReasonKind.Field, true)]
    [InlineData(1.0, 0.9, 0.9, 0.09, ReasonKind.Taste, false)]
    [InlineData(1.0, 0.9, 0.9, 0.11, ReasonKind.Rating, false)]
    public void Ratings_and_fields_are_named_from_a_stated_share(
        double genre, double year, double crowd, double rating, ReasonKind expected, bool namesField)
    {
        Assert.Equal(namesField, genre / (genre + year + (2 * crowd)) >= MainReason.LeastShareOfField);
        Reason reason = Find(
            [Prior, new(ContributionKind.Crowd, "crowd", crowd), new(ContributionKind.Popularity, "popularity", crowd)],
            [Field("year", year), Field("genre", genre)],
            [
                new RatingContribution(7, 4.5f, rating),
                .. Enumerable.Range(8, 19).Select(item => new RatingContribution(item, 3, (1 - rating) / 19)),
                new RatingContribution(99, 1, -5),
            ]);

        Assert.Equal(expected, reason.Kind);
        Assert.Equal(namesField ? ("genre", "value of genre") : (null, null), (reason.Field, reason.Value));
        Assert.Equal(
            expected == ReasonKind.Rating ? (7, "film 7", 4.5f) : (null, null, null), (reason.ItemId, reason.ItemName, reason.Rating));
        string words = expected switch
        {
            ReasonKind.Rating => "because you rated film 7 4.5" + (namesField ? " (genre value of genre)" : ""),
            ReasonKind.Field => "because of its genre (value of genre)",
            _ => "because it is like what you rate high",
        };
        Assert.Equal(words, reason.ToString());
    }

    [Theory]
    [InlineData(0, ReasonKind.Popularity, null)]
    [InlineData(-3, ReasonKind.Popularity, null)]
    [InlineData(1.9, ReasonKind.Popularity, null)]
    [InlineData(2.1, ReasonKind.Rating, "genre")]
    [InlineData(9, ReasonKind.Rating, "genre")]
    public void A_popularity_that_other_items_have_too_is_no_reason(double usual, ReasonKind expected, string? field)
    {
        // The field is a third of what speaks for the item only if popularity does not count in full.
        Contribution[] parts = [Prior, new(ContributionKind.Popularity, "popularity", 4)];
        Contribution[] fields = [Field("genre", 1.5), Field("year", 0.5)];
        Explanation explanation = new(1, 2, 9.5, parts, fields, [new RatingContribution(7, 5, 2)]);
        Reason reason = new MainReason(explanation, (_, _) => "Horror", item => $"film {item}", usual).Find();

        Assert.Equal((expected, field), (reason.Kind, reason.Field));

        // What is named is what it adds, and its share of all that raises the score.
        Assert.Equal(expected == ReasonKind.Rating ? (2, 1 / 3.0) : (4, 2 / 3.0), (reason.Amount, reason.Share));

        // If nothing else raises the score, it is the reason all the same.
        explanation = new(1, 2, 4, parts, [Field("genre", -1)], []);
        Assert.Equal(ReasonKind.Popularity, new MainReason(explanation, (_, _) => null, _ => "", usual).Find().Kind);
    }

    [Fact]
    public void A_long_value_is_left_out_in_English()
    {
        Reason reason = new() { Kind = ReasonKind.Field, Field = "text", Value = new string('w', 41) };

        Assert.Equal("because of its text", reason.ToString());
        Assert.Equal($"because of its text ({reason.Value![1..]})", (reason with { Value = reason.Value[1..] }).ToString());
        Assert.Equal("because you rated A 3 (text)", (reason with { Kind = ReasonKind.Rating, ItemName = "A", Rating = 3 }).ToString());
    }

    [Fact]
    public void Controls_are_reasons_and_a_pin_is_always_one()
    {
        TuningControl boost = TuningControl.Boost("genre", "Horror", 3);
        Contribution[] basis = [Prior, new(ContributionKind.Central, "EASE", 2)];

        Assert.Equal(ReasonKind.Control, Find(basis, [], [], new ControlContribution(0, boost, 3)).Kind);
        Assert.Equal(ReasonKind.SimilarPeople, Find(basis, [], [], new ControlContribution(0, boost, 1.9)).Kind);
        Reason pinned = Find(basis, [], [], new ControlContribution(1, TuningControl.Pin(3), 0));
        Assert.Equal(("because you pinned it", 1.0, TuningControl.Pin(3)), (pinned.ToString(), pinned.Share, pinned.Control));
        ControlContribution less = new(1, TuningControl.Boost("year", "1980", 1), 1);
        Assert.Equal(boost, Find(basis, [], [], less, new ControlContribution(0, boost, 3)).Control);
        Assert.Null(Find(basis, [], []).Control);
    }

    private static Contribution Field(string name, double amount) => new(ContributionKind.Field, name, amount);

    private static Reason Find(
        Contribution[] basis, Contribution[] byField, RatingContribution[] byRating, params ControlContribution[] controls)
    {
        double score = basis.Sum(part => part.Amount) + byField.Sum(part => part.Amount);
        Explanation explanation = new(1, 2, score, basis, byField, byRating, controls);
        return new MainReason(explanation, (field, _) => $"value of {field}", item => $"film {item}").Find();
    }
}
