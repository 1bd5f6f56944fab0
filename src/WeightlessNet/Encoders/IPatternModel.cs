using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>A model that may read patterns, so that it can be stored with the schema that writes them.</summary>
internal interface IPatternModel : ISnapshot
{
    /// <summary>The number of bits of the patterns; 0 if the model reads rows of numbers.</summary>
    int PatternBits { get; }
}
