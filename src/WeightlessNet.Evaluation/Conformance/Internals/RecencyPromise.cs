using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>How a user's recent ratings count is the user's own matter, and can be set back without a trace.</summary>
internal static class RecencyPromise
{
    public static Promise OfOneUser { get; } = new(
        "recency",
        (world, history) =>
        {
            int user = history.Ratings[0].User;
            IRecommender recommender = world.Taught(history.Ratings);
            IRecencyRecommender recency = recommender.GetRequired<IRecencyRecommender>();
            Answers before = Answers.Of(recommender, history);
            Standing[] asked = [.. history.Items.Select(item => recency.StandingWith(user, UserRecency.FollowDrift, item))];
            Answers.Of(recommender, history).MustBe(before, "After asking for another recency");

            recency.SetRecency(user, UserRecency.FollowDrift);
            Expect.True(recency.RecencyOf(user) == UserRecency.FollowDrift, $"RecencyOf({user}) is not what was set.");
            Answers.Of(recommender, history).MustBe(before, $"After user {user}'s recency was set", butUser: user);
            ScoredItem[] list = Answers.List(recommender, user, world.ItemCount);
            for (int i = 0; i < asked.Length; i++)
            {
                int at = Array.FindIndex(list, scored => scored.Item == history.Items[i]);
                Expect.True(
                    asked[i].Rank == (at < 0 ? null : at + 1) && (at < 0 || asked[i].Score.Equals(list[at].Score)),
                    $"User {user}'s standing of item {history.Items[i]} with another recency was said to be {asked[i]}, but is not.");
            }

            recency.SetRecency(user, UserRecency.AsConfigured);
            Answers.Of(recommender, history).MustBe(before, $"After user {user}'s recency was set back");
            recency.SetRecency(user, UserRecency.FollowDrift);
            recommender.Get<IForgettingRecommender>()?.ForgetUser(user);
            Expect.True(
                recommender.Get<IForgettingRecommender>() is null || recency.RecencyOf(user) == UserRecency.AsConfigured,
                $"ForgetUser({user}) did not set the user's recency back.");
        },
        Promise.Needs<IRecencyRecommender>);
}
