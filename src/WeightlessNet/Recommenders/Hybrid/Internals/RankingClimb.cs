using WeightlessNet.Bits;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Changes one weight at a time, as long as that raises NDCG@10 on held-out likes.</summary>
internal sealed class RankingClimb
{
    /// <summary>With fewer users a gain must also exceed the standard error of the paired difference.</summary>
    public const int ManyUsers = 300;

    private const int ListLength = 10;
    private const int Rounds = 3;
    private const double NeededGain = 0.0003;

    private static readonly double[] Discounts =
        [.. Enumerable.Range(2, ListLength).Select(rank => PortableMath.Log(2) / PortableMath.Log(rank))];

    private static readonly double[] SumsOfDiscounts =
        [.. Enumerable.Range(0, ListLength + 1).Select(count => Discounts.Take(count).Sum())];

    private static readonly double[] Factors = [0, 0.35, 0.6, 0.8, 1.25, 1.6, 2.5];
    private static readonly double[] Starts = [0.1, 0.3];

    private readonly IReadOnlyList<RankingQuestion> _questions;
    private readonly double[][] _scores;
    private double[] _ndcg;

    /// <param name="questions">The candidates of each user.</param>
    /// <param name="weights">The weights to begin with, one for each feature; they are changed.</param>
    public RankingClimb(IReadOnlyList<RankingQuestion> questions, double[] weights)
    {
        _questions = questions;
        Weights = weights;
        _scores = [.. questions.Select(question => new double[question.Count])];
        for (int i = 0; i < _scores.Length; i++)
        {
            questions[i].Score(weights, _scores[i]);
        }

        _ndcg = [.. questions.Select((question, i) => NdcgOf(question, _scores[i]))];
    }

    /// <summary>The present weights.</summary>
    public double[] Weights { get; }

    /// <summary>The mean NDCG@10 with the present weights.</summary>
    public double Ndcg
    {
        get
        {
            double sum = 0;
            foreach (double ndcg in _ndcg)
            {
                sum += ndcg;
            }

            return sum / _ndcg.Length;
        }
    }

    /// <summary>The NDCG@10 of each question with given weights.</summary>
    public static double[] NdcgsWith(IReadOnlyList<RankingQuestion> questions, double[] weights) =>
        new RankingClimb(questions, weights)._ndcg;

    /// <summary>The mean NDCG@10 with given weights.</summary>
    public static double NdcgWith(IReadOnlyList<RankingQuestion> questions, double[] weights) => new RankingClimb(questions, weights).Ndcg;

    /// <summary>Climbs until no change of a weight helps, at most three times over all.</summary>
    /// <param name="deviations">The standard deviation of each feature; the weight of a constant one stays.</param>
    /// <param name="cancellationToken">Cancels the climb.</param>
    public void Run(double[] deviations, CancellationToken cancellationToken)
    {
        bool moved = true;
        for (int round = 0; round < Rounds && moved; round++)
        {
            moved = false;
            for (int feature = 0; feature < Weights.Length; feature++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                moved |= deviations[feature] > 0 && Improve(feature, deviations);
            }
        }
    }

    private bool Improve(int feature, double[] deviations)
    {
        double present = Weights[feature];
        double strongest = Enumerable.Range(0, Weights.Length).Max(i => Weights[i] * deviations[i]) / deviations[feature];
        (double best, double gained) = (present, 0.0);
        double[] bestNdcg = _ndcg;
        foreach (double factor in present > 0 ? Factors : Starts)
        {
            double tried = factor * (present > 0 ? present : strongest);
            double[] ndcg = NdcgWith(feature, tried - present);
            (double gain, double error) = MeanGain.Of([.. ndcg.Select((one, i) => one - _ndcg[i])]);
            if (gain > gained && gain >= NeededGain && (_questions.Count >= ManyUsers || gain >= error))
            {
                (best, gained, bestNdcg) = (tried, gain, ndcg);
            }
        }

        if (best == present)
        {
            return false;
        }

        for (int i = 0; i < _scores.Length; i++)
        {
            _questions[i].Add(feature, best - present, _scores[i]);
        }

        Weights[feature] = best;
        _ndcg = bestNdcg;
        return true;
    }

    private double[] NdcgWith(int feature, double change)
    {
        double[] ndcg = new double[_questions.Count];
        double[] scores = [];
        for (int i = 0; i < ndcg.Length; i++)
        {
            RankingQuestion question = _questions[i];
            Array.Resize(ref scores, Math.Max(scores.Length, question.Count));
            Span<double> changed = scores.AsSpan(0, question.Count);
            _scores[i].CopyTo(changed);
            question.Add(feature, change, changed);
            ndcg[i] = NdcgOf(question, changed);
        }

        return ndcg;
    }

    // Items of equal scores share their ranks. The ten best candidates are looked at, and all that equal the last of them.
    private static double NdcgOf(RankingQuestion question, ReadOnlySpan<double> scores)
    {
        Span<double> best = stackalloc double[ListLength];
        int count = 0;
        foreach (double score in scores)
        {
            if (count == ListLength && score <= best[^1])
            {
                continue;
            }

            int at = count < ListLength ? count++ : ListLength - 1;
            for (; at > 0 && best[at - 1] < score; at--)
            {
                best[at] = best[at - 1];
            }

            best[at] = score;
        }

        best = best[..count];
        Span<double> items = stackalloc double[ListLength];
        Span<int> likes = stackalloc int[ListLength];
        items.Clear();
        likes.Clear();
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= best[^1])
            {
                int rank = best.IndexOf(scores[i]);
                items[rank] += question.WeightOf(i);
                likes[rank] += question.IsLiked[i] ? 1 : 0;
            }
        }

        (double gain, double above) = (0, 0);
        for (int rank = 0; rank < count && above < ListLength; rank++)
        {
            if (likes[rank] > 0)
            {
                gain += likes[rank] * (DiscountsUpTo(above + items[rank]) - DiscountsUpTo(above)) / items[rank];
            }

            above += items[rank];
        }

        return gain / DiscountsUpTo(question.LikeCount);
    }

    // The sum of the discounts of the first ranks, of the last one in part.
    private static double DiscountsUpTo(double rank)
    {
        int whole = (int)Math.Min(rank, ListLength);
        double sum = SumsOfDiscounts[whole];
        return whole < ListLength ? sum + ((rank - whole) * Discounts[whole]) : sum;
    }
}
