namespace WeightlessNet.LookupNetworks;

/// <summary>
/// How a <see cref="LookupNetwork{TLabel}"/> or a <see cref="LookupRegressor"/> is trained. Immutable and thread-safe. Values are checked
/// when they are set.
/// </summary>
public sealed record LookupNetworkOptions
{
    /// <summary>
    /// The number of passes over the examples, 1 to 10,000. Null, the default, for 20, or for 40 if <see cref="HiddenTables"/> is null and
    /// its trial has chosen two layers.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int? Epochs { get; init => field = Checked(value, 1, 10_000, nameof(Epochs)); }

    /// <summary>
    /// The votes of tables by which the odds of two classes differ e times, 0.01 to 1,000,000. More makes training smoother and answers
    /// less certain. Null, the default, for sqrt(t / 2) * sqrt(10 / min(c, 20)), where c is the number of classes and t that of the tables
    /// of a class, without hidden ones; but not for more than the larger one of sqrt(t / 2) and t / 20.
    /// <para>
    /// For numbers, the votes by which answers differ by one standard deviation of the targets while they are learned; null for an eighth
    /// of the tables that are not hidden.
    /// </para>
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double? Temperature { get; init => field = value is null ? null : Checked(value.Value, 0.01, 1e6, nameof(Temperature)); }

    /// <summary>
    /// The step of the cells in the first half of the training, 0.000001 to 1; it decreases to a fiftieth in the second half. The default
    /// is 0.02. Cells are -1 to 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double Step { get; init => field = Checked(value, 1e-6, 1, nameof(Step)); } = 0.02;

    /// <summary>
    /// How strongly neighboring cells of a table are drawn to each other in each step, 0 to 1,000. It smooths tables where examples are
    /// few. The default is 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double Smoothing { get; init => field = Checked(value, 0, 1000, nameof(Smoothing)); }

    /// <summary>
    /// How many of the tables are hidden, not negative: these read the sample, and the others read six of these each, so that an answer can
    /// combine up to 36 bits. It helps where only many features together tell the answer, as in games and rules. On noisy measurements one
    /// layer is better; 0 is one layer. Hidden tables that no other table is wired to in the end are left out of the network.
    /// <para>
    /// Null, the default, for a trial: one layer, and two, for which two fifths of the tables are hidden, are trained on four fifths of up
    /// to 20,000 examples, for at most 10 epochs, with up to 1,000 of the tables, or 50 for each class if that is more. Two layers are
    /// taken if they have fewer errors on the other examples and a smaller log loss, or for numbers a smaller squared error, each by more
    /// than two standard errors; else one layer. Then all examples are learned. What was chosen is told by
    /// <see cref="LookupNetwork{TLabel}.OutputMapping"/>, which is null for one layer.
    /// </para>
    /// <para>
    /// Without a trial there is one layer: if there are fewer than 100 tables, or three fifths of them are fewer than the classes, or if a
    /// fifth of the examples of each class, or of all numbers, rounded down, makes fewer than 20 together. Examples of
    /// <see cref="HeldOutShare"/> take no part in the trial, and its epochs are not reported.
    /// </para>
    /// <para>
    /// The trial takes about half as long as 20 epochs of one layer of 2,000 tables, as long as those of 1,000, up to one and a half times
    /// as long as those of fewer, and an eighth of those of 8,000. Hundreds of classes make it longer, more than 20,000 examples do not. If
    /// it chooses two layers, their training takes about three times as long as that of one: an epoch takes a third to a half longer, and
    /// there are twice as many. It may miss that two layers become better only in many epochs: where only combinations tell the answer, try
    /// two fifths of the tables with 40 epochs as well.
    /// </para>
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? HiddenTables { get; init => field = Checked(value, 0, int.MaxValue, nameof(HiddenTables)); }

    /// <summary>
    /// The share of the examples that are held out to choose the best epoch, 0 to 0.5; by default 0: the last epoch is taken, and all
    /// examples are learned. The share is rounded down, of each class or of all numbers.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double HeldOutShare { get; init => field = Checked(value, 0, 0.5, nameof(HeldOutShare)); }

    /// <summary>The greatest number of threads, above 0; by default as many as processors. It does not change what is learned.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        init => field = Checked(value, 1, int.MaxValue, nameof(MaxDegreeOfParallelism));
    } = Environment.ProcessorCount;

    /// <summary>
    /// The seed of the first cells, of the order of the examples, of which hidden tables others may read, and of the examples of a trial.
    /// </summary>
    public ulong Seed { get; init; }

    private static int Checked(int value, int least, int most, string name) => value >= least && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"The value must be {least} to {most}.");

    private static int? Checked(int? value, int least, int most, string name) =>
        value is int given ? Checked(given, least, most, name) : null;

    private static double Checked(double value, double least, double most, string name) => value >= least && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"The value must be {least} to {most}."));
}
