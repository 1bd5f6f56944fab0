using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>A counterfactual is what would be if it were really done, and leaves no trace.</summary>
internal static class CounterfactualPromises
{
    private const int Asked = 6;

    public static Promise Standings { get; } = Of("standings", (world, history, recommender, counterfactual) =>
    {
        for (int user = 0; user <= ConformanceHistory.Users; user++)
        {
            ScoredItem[] list = Answers.List(recommender, user, world.ItemCount);
            foreach (int item in history.Items)
            {
                Standing standing = counterfactual.StandingOf(user, item);
                int at = Array.FindIndex(list, scored => scored.Item == item);
                string what = $"User {user}'s standing of item {item} is {standing}";
                Expect.True(standing.Rank == (at < 0 ? null : at + 1), $"{what}, but its place in the list is {at + 1}.");
                Expect.True(at < 0 || standing.Score.Equals(list[at].Score), $"{what}, but its score in the list another.");
            }
        }
    });

    public static Promise WithoutRating { get; } = Of("without a rating", (world, history, _, counterfactual) =>
    {
        foreach (Rating rating in history.Ratings.Take(Asked))
        {
            IRecommender really = world.Taught(history.Ratings.Where(other => other != rating));
            foreach (int item in history.Items)
            {
                MustBe(
                    StandingOf(really, rating.User, item),
                    counterfactual.WithoutRating(rating.User, rating.Item, item),
                    $"User {rating.User}'s standing of item {item} without the rating of {rating.Item}");
            }
        }
    });

    public static Promise IfRated { get; } = Of("if rated", (world, history, _, counterfactual) =>
    {
        Rating changed = history.Ratings[0];
        changed = changed with { Value = world.Scale.Maximum + world.Scale.Minimum - changed.Value };
        foreach (Rating rating in history.Unrated.Take(Asked - 1).Append(changed))
        {
            IRecommender really = world.Taught(history.Ratings.Append(rating));
            foreach (int item in history.Items)
            {
                MustBe(
                    StandingOf(really, rating.User, item),
                    counterfactual.IfRated(rating, item),
                    $"User {rating.User}'s standing of item {item} if {rating.Item} were rated {rating.Value}");
            }
        }
    });

    public static Promise WhatWouldChange { get; } = Of("what would change", (_, history, _, counterfactual) =>
    {
        foreach (int user in history.Ratings.Select(rating => rating.User).Distinct())
        {
            int item = history.Items[user % history.Items.Length];
            Standing now = counterfactual.StandingOf(user, item);
            IReadOnlyList<Counterfactual> changes = counterfactual.WhatWouldChange(user, item, int.MaxValue);
            foreach (Counterfactual change in changes)
            {
                string what = $"What would change user {user}'s standing of item {item}";
                Expect.True(change.Item == item, $"{what} speaks of item {change.Item}.");
                MustBe(now, change.Now, $"{what}: the standing as it is");
                Expect.True(change.Then != change.Now, $"{what} names something that changes nothing.");
                if (change.Rating is { } rated)
                {
                    MustBe(counterfactual.WithoutRating(user, rated.Item, item), change.Then, $"{what}, without item {rated.Item}");
                }
            }

            int count = changes.Count(change => change.Rating is not null);
            int expected = history.RatedBy(user).Count(rated => counterfactual.WithoutRating(user, rated, item) != now);
            Expect.True(count == expected, $"{count} of {expected} ratings would change user {user}'s standing of item {item}.");
            IEnumerable<RatedItem?> one = counterfactual.WhatWouldChange(user, item, 1).Select(change => change.Rating);
            Expect.True(
                one.SequenceEqual(changes.Take(1).Select(change => change.Rating)), $"User {user}'s one change is not the first of all.");
        }
    });

    private static Promise Of(
        string name, Action<ConformanceWorld, ConformanceHistory, IRecommender, ICounterfactualRecommender> check) => new(
        name,
        (world, history) =>
        {
            IRecommender recommender = world.Taught(history.Ratings);
            Answers before = Answers.Of(recommender, history);
            check(world, history, recommender, recommender.GetRequired<ICounterfactualRecommender>());
            Answers.Of(recommender, history).MustBe(before, "After asking what would be");
        },
        world => Promise.Needs<ICounterfactualRecommender>(world) ?? Promise.NeedsTwins(world));

    // The rank is that in the list, so that a wrong StandingOf does not hide a wrong counterfactual.
    private static Standing StandingOf(IRecommender recommender, int user, int item)
    {
        Standing standing = recommender.GetRequired<ICounterfactualRecommender>().StandingOf(user, item);
        int rank = Array.FindIndex(Answers.List(recommender, user, recommender.ItemCount), scored => scored.Item == item) + 1;
        return new Standing(standing.Score, rank == 0 ? null : rank);
    }

    private static void MustBe(Standing expected, Standing actual, string what) =>
        Expect.True(actual == expected, $"{what} is {actual}, not {expected}.");
}
