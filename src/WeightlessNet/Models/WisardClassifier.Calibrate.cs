using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

public sealed partial class WisardClassifier<TLabel>
{
    private double[] _classWeights = [];

    /// <summary>
    /// The number of examples there were when <see cref="Calibrate"/> or the classifier itself last chose; 0 if nothing was chosen yet, if
    /// all examples were forgotten since, or if the classifier was saved before this number was stored.
    /// </summary>
    /// <remarks>
    /// <para>
    /// With <see cref="WisardReading.Automatic"/>, a classifier of 2 to 50 classes first chooses by itself as soon as it has 100 examples,
    /// of which a fifth, and ten for each further class, are not of the largest class; from 1,000 examples on, a fifth is enough. Where the
    /// other classes are rarer than that, or there are more than 50, what was learned one by one is read by
    /// <see cref="WisardReading.Bleaching"/> until <see cref="Calibrate"/> is called or a large batch is learned
    /// (<see cref="Learn(SampleBatch, ReadOnlySpan{TLabel})"/>).
    /// </para>
    /// <para>
    /// Counts grow with the examples, so what was chosen fits about this number of them. Once calibrated, a classifier therefore chooses
    /// again whenever it has learned half as many examples more. For this it keeps up to 1,000 of its examples, which are saved with it;
    /// <see cref="Forget"/> removes an example from them too. Each class must be among them, which is not certain with hundreds of classes.
    /// With a fixed reading, a classifier that was never calibrated keeps none.
    /// </para>
    /// <para>
    /// Where examples were learned of which none was kept, it waits until it keeps 400, or half of all: for 400 further examples, or as
    /// many as there are, if it keeps none. This is so after loading a file that does not tell the number, or has no kept examples; after
    /// <see cref="Merge"/> of a classifier that kept none; and after the reading in <see cref="Options"/> was set from a fixed one to
    /// <see cref="WisardReading.Automatic"/>.
    /// </para>
    /// </remarks>
    public long CalibratedExampleCount => _learned?.Examples ?? 0;

    /// <summary>
    /// Chooses how <see cref="WisardReading.Automatic"/> reads the cells, and fits <see cref="Probabilities"/>, on examples that were
    /// learned: each is answered as if it had not been learned.
    /// </summary>
    /// <remarks>
    /// Takes up to a few seconds; longer with hundreds of classes. A classifier of at most 50 classes, of whose examples a fifth is not of
    /// the largest one, does it by itself on a part of the examples, see <see cref="CalibratedExampleCount"/>; call it for others that
    /// learn one by one, when much has been forgotten, to use all examples, or to have a choice sooner. Of more than 10,000 examples, that
    /// many are drawn, fewer if there are more than 200 classes, with enough of every class. Each class counts as much as its share of all
    /// examples learned. The same examples give the same choice on every machine.
    /// </remarks>
    /// <param name="samples">Samples that were learned, of at least two classes; best all of them, or a random part.</param>
    /// <param name="labels">The label that each was learned with.</param>
    /// <param name="cancellation">Cancels it; what was chosen before then stays.</param>
    /// <exception cref="ArgumentException">
    /// There is not one label for each sample, a label is null or a string with an unpaired surrogate, a sample does not have the layer's
    /// length, or there are fewer than two classes.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The cells show that an example was not learned, or the samples are numbers or bytes, but the layer has no retina.
    /// </exception>
    /// <exception cref="NotSupportedException">The storage is <see cref="NodeStorage.HashedConservative"/>.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public void Calibrate(SampleBatch samples, ReadOnlySpan<TLabel> labels, CancellationToken cancellation = default)
    {
        ThrowIfConservative();
        SampleAnswers.ThrowIfNotAsMany(samples.Count, labels.Length, nameof(labels));
        LabelSet<TLabel>.ThrowIfNotLabels(labels);
        _bank.Plan.ThrowIfNotSamples(samples);
        int[] classes = new int[samples.Count];
        int different = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            if (!_labels.TryGetIndex(labels[i], out classes[i]) || _bank.ExamplesOf(classes[i]) == 0)
            {
                throw new InvalidOperationException($"Example {i} with label '{labels[i]}' was not learned.");
            }

            different += classes[i] != classes[0] ? 1 : 0;
        }

        if (different == 0)
        {
            throw new ArgumentException(
                "Choosing a reading needs examples of at least two classes. Pass examples of a second one.", nameof(labels));
        }

        KeptExamples kept = new(_labels.Compare);
        for (int i = 0; i < classes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ulong hash = KeptExamples.HashOf(_bank.Plan.AddressesOf(samples[i]));
            if (kept.Takes(hash, classes[i]))
            {
                kept.Add(new KeptExample(hash, classes[i], 1, _bank.Plan.PatternOf(samples[i])), _bank);
            }
        }

        int[] known = Known();
        int[] positions = PositionsOf(known);
        int[] examples = StratifiedSample.Of(
            Array.ConvertAll(classes, index => positions[index]),
            ReadingChoice.ExamplesOf(samples.Count, known.Length),
            static count => count);
        LearnedExamples learned = new([.. examples.Select(example => positions[classes[example]])], []);
        _learned = ReadingChoice.Choose(
            _bank, known, learned, i => ReadLearned(samples[examples[i]], classes[examples[i]], examples[i]), cancellation);
        _kept = kept;
    }

    /// <summary>
    /// Writes the probability of each label for a sample: numbers of 0 to 1 that sum to 1, or all 0 if nothing was learned. Does not
    /// allocate except in the order of the labels.
    /// </summary>
    /// <remarks>
    /// After <see cref="Calibrate"/>, which learning does where it can, probabilities are calibrated: of the samples that a class is given
    /// a probability of 0.8, about 80 % belong to it. Before, they are the shares of the classes in the addressed cells, averaged over the
    /// nodes, which are more cautious than necessary.
    /// </remarks>
    /// <param name="sample">The sample.</param>
    /// <param name="probabilities">One probability for each of <see cref="Labels"/>, in their order.</param>
    /// <exception cref="ArgumentException">
    /// The sample does not have the layer's length, or there is not one probability for each label.
    /// </exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Probabilities(Sample sample, Span<double> probabilities)
    {
        int[] known = Known();
        if (probabilities.Length != known.Length)
        {
            throw new ArgumentException(
                $"There are {known.Length} labels and room for {probabilities.Length} probabilities: pass a span of as many as labels.",
                nameof(probabilities));
        }

        ReadOnlySpan<ushort> rows = _bank.Read(_bank.Plan.AddressesOf(sample));
        Span<double> all = AddressScratch.Current.Probabilities(_bank.Count);
        if (known.Length == 0)
        {
            return;
        }

        Predict(rows, all);
        for (int i = 0; i < known.Length; i++)
        {
            probabilities[i] = all[known[i]];
        }
    }

    /// <summary>
    /// How much of a sample was seen before: the share of the nodes whose address occurred in an example of any class, 0 to 1. Samples far
    /// from all examples have less of it than usual. Does not allocate.
    /// </summary>
    /// <remarks>
    /// Of layers with tuples of several sizes, such as <see cref="InputLayer.ForFeatures"/> and <see cref="InputLayer.ForSchema"/>, only
    /// the nodes with the largest ones count: they tell unusual samples apart best. See <see cref="TupleMapping.Join"/> for when they are
    /// told apart; otherwise all nodes count.
    /// What is usual depends on the layer and on the number of examples, so compare with samples like those learned. A number beyond all
    /// examples of its feature has the same bits as the largest one, so several features must be unusual, or their combination. Words
    /// outside of a schema's vocabulary set no bit, so a pattern does not tell them from missing ones: for records, use
    /// <see cref="Familiarity{T}(FeatureSchema{T}, T)"/>.
    /// </remarks>
    /// <param name="sample">The sample.</param>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public double Familiarity(Sample sample)
    {
        NodeRange largest = Layer.Mapping.LargestTuples;
        ReadOnlySpan<ushort> rows = largest.RowsOf(_bank.Read(_bank.Plan.AddressesOf(sample)), _bank.Stride);
        int seen = 0;
        for (int row = 0; row < rows.Length; row += _bank.Stride)
        {
            seen += rows.Slice(row, _bank.Stride).ContainsAnyExcept((ushort)0) ? 1 : 0;
        }

        return (double)seen / largest.Count;
    }

    /// <summary>
    /// How much of a record was seen before, 0 to 1: the <see cref="Familiarity(Sample)"/> of its pattern, lowered by values that the
    /// schema does not know, which a pattern cannot show.
    /// </summary>
    /// <remarks>
    /// It is halved for each field of whose words none has a bit, such as a new category or a text in another language. If some of the
    /// words have one, it is lowered by half the share of the others. It is also halved for each date that is further from all levels of
    /// its field than these are from each other. What is missing lowers nothing, and numbers are taken as their bits.
    /// </remarks>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="schema">The schema of the layer.</param>
    /// <param name="record">The record.</param>
    /// <exception cref="ArgumentNullException"><paramref name="schema"/> or <paramref name="record"/> is null.</exception>
    /// <exception cref="ArgumentException">The layer does not read patterns of the schema.</exception>
    public double Familiarity<T>(FeatureSchema<T> schema, T record)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(record);
        schema.ThrowIfUnfit(this, nameof(schema));
        return Familiarity(Sample.Of(schema, record)) * schema.KnownShare(record);
    }

    /// <summary>
    /// Sets what a class weighs where classes are compared: its probability times this number. More than 1 finds more samples of a class
    /// that is costly to miss, and takes more others for it.
    /// </summary>
    /// <remarks>
    /// Applies to answers of <see cref="WisardReading.Automatic"/> once it has been chosen by <see cref="Calibrate"/>. Does not change
    /// <see cref="Probabilities"/>.
    /// </remarks>
    /// <param name="label">A class with examples.</param>
    /// <param name="weight">The weight, finite and above 0; 1 is the default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">The label has no examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weight"/> is out of range.</exception>
    public void SetClassWeight(TLabel label, double weight)
    {
        if (!double.IsFinite(weight) || weight <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight must be finite and above 0.");
        }

        int index = IndexOf(label);
        if (index >= _classWeights.Length)
        {
            double[] weights = new double[_labels.Count];
            Array.Fill(weights, 1);
            _classWeights.CopyTo(weights, 0);
            _classWeights = weights;
        }

        _classWeights[index] = weight;
    }

    private void Predict(ReadOnlySpan<ushort> rows, Span<double> probabilities)
    {
        if (_learned is null)
        {
            WisardScores.Share(_bank, rows, probabilities);
        }
        else
        {
            _learned.Predict(_bank, _labels.InOrder, rows, probabilities);
        }
    }

    private double WeightOf(int index) => index < _classWeights.Length ? _classWeights[index] : 1;

    // Whether a choice on these examples, all just learned, would know every class.
    private bool CanCalibrate(ReadOnlySpan<TLabel> labels)
    {
        if (_bank.Storage.Kind == NodeStorageKind.HashedConservative)
        {
            return false;
        }

        bool[] isPresent = new bool[_labels.Count];
        foreach (TLabel label in labels)
        {
            isPresent[_labels.IndexOrNext(label)] = true;
        }

        int present = 0;
        for (int index = 0; index < isPresent.Length; index++)
        {
            if (!isPresent[index] && _bank.ExamplesOf(index) > 0)
            {
                return false;
            }

            present += isPresent[index] ? 1 : 0;
        }

        return present >= 2;
    }

    private Span<ushort> ReadLearned(Sample sample, int index, int example)
    {
        Span<ushort> rows = _bank.Read(_bank.Plan.AddressesOf(sample));
        for (int cell = index; cell < rows.Length; cell += _bank.Stride)
        {
            if (rows[cell] == 0)
            {
                throw new InvalidOperationException($"Example {example} with label '{_labels[index]}' was not learned.");
            }
        }

        return rows;
    }
}
