using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>What the context was found to be worth.</summary>
/// <param name="Weights">The weights of the groups.</param>
/// <param name="Report">The weight of each group, and the error with and without it.</param>
internal sealed record ContextCalibration(ContextWeights Weights, IReadOnlyList<CalibratedGroup> Report)
{
    private const double ConstantRidge = 5;
    private const double Ridge = 25;

    /// <summary>
    /// Learns the weights from what a hybrid misses of held-out ratings, by least squares with weights of at least 0. The cells that answer
    /// have learned none of the held-out ratings. Each rating is also asked as that of a newcomer, since few users may have few ratings.
    /// </summary>
    /// <param name="layout">The groups.</param>
    /// <param name="parts">What the hybrid misses.</param>
    /// <param name="users">What is known of the users.</param>
    /// <param name="items">The values of each item's fields.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="cancellationToken">Cancels the calibration.</param>
    public static ContextCalibration Learn(
        ContextLayout layout,
        IReadOnlyList<HeldOutErrors> parts,
        IReadOnlyDictionary<int, UserContext> users,
        IReadOnlyList<ulong[]> items,
        RatingScale scale,
        CancellationToken cancellationToken)
    {
        int groups = layout.Groups.Count;
        int knots = RatingWeights.Knots.Length;
        ContextEquations equations = new(layout, users, items, scale);
        foreach (HeldOutErrors part in parts)
        {
            equations.Add(part, cancellationToken);
        }

        LeastSquares merged = equations.OfKnown.Merged(knots);
        double[] constant = merged.Solve(static _ => true, new double[groups], ConstantRidge);
        double[] ofNewcomers = equations.OfNewcomers.Solve(static _ => true, new double[groups], ConstantRidge);
        double[] towards = new double[groups * knots];
        for (int group = 0; group < groups; group++)
        {
            towards.AsSpan(group * knots, knots).Fill(constant[group]);
            towards[group * knots] = ofNewcomers[group];
        }

        double[] weights = equations.OfAll.Solve(static _ => true, towards, Ridge);
        return new ContextCalibration(
            ContextWeights.Of(layout.Groups, weights),
            parts.All(static part => part.Held.Length == 0) ? [] : ReportOf(layout, merged, constant, scale));
    }

    private static List<CalibratedGroup> ReportOf(ContextLayout layout, LeastSquares merged, double[] constant, RatingScale scale)
    {
        double quarter = ((double)scale.Maximum - scale.Minimum) / 4;
        double with = merged.ErrorOf(constant) * quarter;
        double[] nothing = new double[constant.Length];
        return
        [
            .. layout.Groups.Select(group => new CalibratedGroup(group.Name, constant[group.Index])
            {
                With = with,
                Without = constant[group.Index] == 0
                    ? with
                    : merged.ErrorOf(merged.Solve(column => column != group.Index, nothing, ConstantRidge)) * quarter,
            }),
        ];
    }
}
