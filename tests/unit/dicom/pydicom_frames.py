"""pydicom_frames.py FOLDER: pydicom's own DICOM files, decoded by pydicom, for pydicom_test.cpp.

Writes FOLDER/NAME.FRAME.grey (int32, row-major grey levels: stored values, or of color films their luma) and prints a line
for each file: its path, the number of frames written, their width and height."""
import sys
import warnings
from pathlib import Path

import numpy
import pydicom
import pydicom.data

warnings.simplefilter("ignore")
folder = Path(sys.argv[1])
files = Path(pydicom.data.__file__).parent / "test_files"


def grey_frames(data):
    pixels = data.pixel_array.astype(numpy.int64)
    frames = int(data.get("NumberOfFrames", None) or 1)
    pixels = pixels.reshape((frames,) + pixels.shape[pixels.ndim - (3 if data.SamplesPerPixel == 3 else 2):])
    if data.SamplesPerPixel == 3:
        # JPEG 2000's decoder has turned YBR_RCT and YBR_ICT back to RGB.
        if data.PhotometricInterpretation.startswith("YBR_FULL"):
            return pixels[..., 0]
        return (299 * pixels[..., 0] + 587 * pixels[..., 1] + 114 * pixels[..., 2] + 500) // 1000
    return pixels


for file in sorted(files.glob("*.dcm")):
    frames = []
    try:
        frames = grey_frames(pydicom.dcmread(file, force=True))
    except Exception as error:  # what pydicom cannot decode is in the table of files
        del error
    name = file.name
    for i, frame in enumerate(frames):
        frame.astype("<i4").tofile(folder / f"{name}.{i}.grey")
    width, height = (frames.shape[2], frames.shape[1]) if len(frames) else (0, 0)
    print(f"{file}\t{name}\t{len(frames)}\t{width}\t{height}")
