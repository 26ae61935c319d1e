"""Writers: values → paper and files (PDF, Excel, drawings, an offline map). No Django."""
