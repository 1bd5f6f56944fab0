using WeightlessNet.Datasets;
using WeightlessNet.Evaluation;

namespace MovieLensSample;

/// <summary>Fits the paper's protocol to datasets that are too small for it as it stands.</summary>
internal static class PaperPlan
{
    /// <summary>
    /// The paper samples 100 users. Here a number of reviews is tried where at least half of that many users (or of all, where there are
    /// fewer) have as many; of these experiments the one with the fewest users sets how many are sampled for all.
    /// </summary>
    /// <returns>The options, or null where no experiment can be made.</returns>
    public static PaperOptions? For(RatingDataset dataset, SampleSettings settings)
    {
        PaperOptions paper = new();
        int[] ratingsOfUsers = new int[dataset.UserIds.Count];
        foreach (WeightlessNet.Recommenders.Rating rating in dataset.Ratings.Span)
        {
            ratingsOfUsers[rating.User]++;
        }

        int wanted = Math.Min(paper.Users, ratingsOfUsers.Length);
        var experiments = paper.ReviewsPerUser
            .Select(reviews => (Reviews: reviews, Users: ratingsOfUsers.Count(count => count >= reviews)))
            .Where(experiment => 2 * experiment.Users >= wanted)
            .ToArray();
        return experiments.Length == 0
            ? null
            : paper with
            {
                Users = Math.Min(wanted, experiments.Min(experiment => experiment.Users)),
                ReviewsPerUser = [.. experiments.Select(experiment => experiment.Reviews)],
                Repetitions = settings.Repetitions,
                Seed = settings.Seed,
            };
    }
}
