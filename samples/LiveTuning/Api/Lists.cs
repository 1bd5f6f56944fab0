using System.Diagnostics;
using LiveTuning.Audience;
using LiveTuning.Films;
using WeightlessNet.Recommenders;

namespace LiveTuning.Api;

/// <summary>The lists of recommendations: the visitor's own, and three side by side.</summary>
internal sealed class Lists(
    FilmCatalogue films, TunableRecommender tunable, HybridRecommender hybrid, WeightlessRecommender personal, Visitors visitors)
{
    private const int Length = 20;
    private const int LengthSideBySide = 10;

    /// <summary>The user that nobody is: whoever has not rated is answered as unknown.</summary>
    private const int Nobody = int.MaxValue;

    public RankingAnswer Recommend(Guid key)
    {
        int user = UserOf(key);
        IReadOnlyList<AppliedControl> controls = tunable.ControlsOf(user);
        ScoredItem[] found = new ScoredItem[Math.Min(Length, films.Count)];
        long start = Stopwatch.GetTimestamp();
        int count = tunable.Recommend(user, found);
        TimeSpan rankTime = Stopwatch.GetElapsedTime(start);
        return new RankingAnswer(
            visitors.StateOf(key).LearnTime?.TotalMicroseconds,
            rankTime.TotalMicroseconds,
            films.Count,
            [.. found.Take(count).Select(item => Ranked(item, ReasonOf(tunable.Explain(user, item.Item)), PinOf(controls, item.Item)))]);
    }

    /// <summary>What the central model alone, the visitor's network alone and both together recommend, without the visitor's controls.</summary>
    public IReadOnlyList<ListAnswer> Compare(Guid key)
    {
        int user = UserOf(key);
        return
        [
            new ListAnswer("Central model", "Trained on the crowd; it has not seen your ratings.", Best(found => Central(user, found))),
            new ListAnswer("Your network", "What you rated, on what all say of a film.", Best(found => personal.Recommend(user, found))),
            new ListAnswer("Hybrid", "Your network on the central model.", Best(found => hybrid.Recommend(user, found))),
        ];
    }

    /// <summary>The dense id of a visitor.</summary>
    public int UserOf(Guid key) => visitors.Find(key)?.User ?? Nobody;

    private int Central(int user, ScoredItem[] found)
    {
        CentralModel? central = hybrid.Central;
        if (central is null)
        {
            return 0;
        }

        IReadOnlyDictionary<int, float> rated = visitors.RatingsOfUser(user);
        ScoredItem[] best =
        [
            .. Enumerable.Range(0, films.Count)
                .Where(film => !rated.ContainsKey(film))
                .Select(film => new ScoredItem(film, central.Predict(user, film)))
                .OrderByDescending(item => item.Score).ThenBy(item => item.Item)
                .Take(found.Length),
        ];
        best.CopyTo(found, 0);
        return best.Length;
    }

    private List<RankedAnswer> Best(Func<ScoredItem[], int> recommend)
    {
        ScoredItem[] found = new ScoredItem[Math.Min(LengthSideBySide, films.Count)];
        int count = recommend(found);
        return [.. found.Take(count).Select(item => Ranked(item, "", null))];
    }

    private RankedAnswer Ranked(ScoredItem item, string reason, int? pinned) => new(
        item.Item, films[item.Item].Title, films[item.Item].Year, films[item.Item].Genres, item.Score, reason, pinned);

    private static int? PinOf(IReadOnlyList<AppliedControl> controls, int film)
    {
        foreach (AppliedControl applied in controls)
        {
            if (applied.Control.Kind == TuningKind.Pin && applied.Control.Item == film)
            {
                return applied.Id;
            }
        }

        return null;
    }

    private string ReasonOf(Explanation why)
    {
        if (why.ByControl.Any(part => part.Control.Kind == TuningKind.Pin))
        {
            return "You pinned it.";
        }

        if (why.ByField.Count == 0)
        {
            return "Most people like it.";
        }

        Contribution field = why.ByField.MaxBy(part => part.Amount);
        RatingContribution rating = why.ByRating.MaxBy(part => part.Amount);
        return field.Amount <= 0 || rating.Amount <= 0
            ? "Most people like it."
            : $"Because of its {field.Name}, and your {rating.Value:0.#} stars for {films[rating.Item].Title}.";
    }
}
