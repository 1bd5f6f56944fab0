using System.Globalization;
using System.Text;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Context;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>
/// What features of users and moments are worth on insteval: for random fifths of the ratings, and for a fifth of the students of whom no
/// rating is known.
/// </summary>
internal static class ContextStudy
{
    private const int OneIn = 5;

    public static string Run(string data, ulong seeds)
    {
        World world = LectureWorld.Load(data);
        LectureContext context = new(data);
        var text = new StringBuilder();
        text.AppendLine("| held out | hybrid | with context | gain, % | per seed, % |");
        text.AppendLine("| --- | --- | --- | --- | --- |");
        text.AppendLine(Row("a fifth of the ratings", world, context, seeds, static (seed, rating) =>
            new SplitMix64((seed << 32) ^ new SplitMix64(((ulong)rating.User << 32) | (uint)rating.Item).Next()).Next(OneIn) == 0));
        text.AppendLine(Row("all ratings of a fifth of the students", world, context, seeds, static (seed, rating) =>
            new SplitMix64((seed << 32) ^ new SplitMix64((ulong)rating.User).Next()).Next(OneIn) == 0));
        return text.ToString();
    }

    private static string Row(string name, World world, LectureContext context, ulong seeds, Func<ulong, Rating, bool> isHeldOut)
    {
        List<(double Hybrid, double Context)> errors = [];
        for (ulong seed = 1; seed <= seeds; seed++)
        {
            Rating[] kept = [.. world.Ratings.Where(rating => !isHeldOut(seed, rating))];
            Rating[] held = [.. world.Ratings.Where(rating => isHeldOut(seed, rating))];
            HybridRecommender hybrid = new(world.Catalog, world.Scale);
            hybrid.Fit(kept);
            ContextualRecommender contextual = Trained(world, context, kept);
            errors.Add((
                ErrorOf(held, rating => hybrid.Predict(rating.User, rating.Item)),
                ErrorOf(held, rating => contextual.Predict(rating.User, rating.Item, context.Of(rating.User, rating.Item)))));
            Console.Error.WriteLine($"{name}, seed {seed}: {errors[^1]}; {string.Join(", ", contextual.Calibration
                .Where(static group => group.Weight > 0)
                .Select(static group => FormattableString.Invariant($"{group.Name} {group.Weight:F2}")))}");
        }

        string gains = string.Join(' ', errors.Select(Gain).Select(gain => gain.ToString("F2", CultureInfo.InvariantCulture)));
        (double without, double with) = (errors.Average(error => error.Hybrid), errors.Average(error => error.Context));
        return FormattableString.Invariant($"| {name} | {without:F4} | {with:F4} | {errors.Average(Gain):F2} | {gains} |");
    }

    private static double Gain((double Hybrid, double Context) error) => 100 * (1 - (error.Context / error.Hybrid));

    private static ContextualRecommender Trained(World world, LectureContext context, Rating[] ratings)
    {
        ContextualRecommender recommender = new(world.Catalog, world.Scale, context.Students, context.Moments);
        foreach (int student in world.Ratings.Select(static rating => rating.User).Distinct())
        {
            recommender.Describe(student, context.Of(student));
        }

        foreach (Rating rating in ratings)
        {
            recommender.Learn(rating, context.Of(rating.User, rating.Item));
        }

        recommender.Refit();
        return recommender;
    }

    private static double ErrorOf(Rating[] held, Func<Rating, double> predict) =>
        Math.Sqrt(held.Average(rating => Math.Pow(predict(rating) - rating.Value, 2)));
}
